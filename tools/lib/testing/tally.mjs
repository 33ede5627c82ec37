/** @file Brings what a stage of `npm test` counted from the test runner's process to this one. Node built-ins only. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/**
 * @typedef {{ name: string, reason: string }} Skipped
 * @typedef {{ name: string, error: string }} Failure `error`: its first line
 * @typedef {{ passed: number, failed: number, skipped: Skipped[], flaky?: Failure[], failures?: Failure[] }} Tally
 *   `flaky`: the passed tests that failed at first, and how; `failures`: the failed ones, as far as they have a name
 */

/** The environment variable that says where a reporter writes. */
const TALLY_PATH = 'LAB_TALLY';

/**
 * @param {string} name of the test
 * @param {string | undefined} message of its error; a terminal's colours are left out
 * @returns {Failure}
 */
export function failure(name, message) {
  const plain = stripVTControlCharacters(message ?? '');
  return { name, error: plain.split('\n').find((line) => line.trim() !== '') ?? 'no message' };
}

/** @param {Tally} tally */
export function writeTally(tally) {
  const path = process.env[TALLY_PATH];
  if (path) writeFileSync(path, JSON.stringify(tally));
}

/**
 * Runs a test runner and returns what its reporter counted. A runner that breaks, that fails without a failed test, or that
 * ran no test at all counts as one failure.
 * @param {(env: NodeJS.ProcessEnv) => Promise<number>} runner resolves with its exit status
 * @returns {Promise<Tally>}
 */
export async function tallyOf(runner) {
  const folder = mkdtempSync(join(tmpdir(), 'lab-test-'));
  const path = join(folder, 'tally.json');
  try {
    const status = await runner({ [TALLY_PATH]: path });
    return judge(status, readTally(path));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {number} status the runner's exit status
 * @param {Tally | null} tally what it counted, or null if it did not come to that
 * @returns {Tally}
 */
export function judge(status, tally) {
  const counted = tally ?? { passed: 0, failed: 0, skipped: [] };
  const ranNothing = counted.passed + counted.failed === 0;
  const failedSilently = status !== 0 && counted.failed === 0;
  return ranNothing || failedSilently ? { ...counted, failed: 1 } : counted;
}

/** What several runners counted, as one. @param {readonly Tally[]} tallies @returns {Tally} */
export function sumOf(tallies) {
  return {
    passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
    failed: tallies.reduce((sum, tally) => sum + tally.failed, 0),
    skipped: tallies.flatMap((tally) => tally.skipped),
    flaky: tallies.flatMap((tally) => tally.flaky ?? []),
    failures: tallies.flatMap((tally) => tally.failures ?? []),
  };
}

/** @param {string} path @returns {Tally | null} */
function readTally(path) {
  try {
    return /** @type {Tally} */ (JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

/**
 * The line that ends `npm test`.
 * @param {readonly Tally[]} tallies
 * @returns {string}
 */
export function closingLine(tallies) {
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
  const skipped = tallies.reduce((sum, tally) => sum + tally.skipped.length, 0);
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
