/** @file The stages of `npm test`: the programs that each one runs, and what they count. */
import { filesOf } from '../changed/files.mjs';
import { fingerprints, readClean, staleFiles, writeClean } from '../changed/lintRecord.mjs';
import { isCode } from '../changed/dependencies.mjs';
import { ROOT, runBeside, runToolBeside } from '../process.mjs';
import { ensureClusterPython } from '../setup/python.mjs';
import { sumOf, tallyOf } from './tally.mjs';

/**
 * @typedef {import('./tally.mjs').Tally} Tally
 * @typedef {object} Request
 * @property {readonly string[] | null} files test files, or files to lint; null for all
 * @property {boolean} cached whether what an earlier run found clean may be left out
 * @property {boolean} collected whether the output comes as a whole when the stage has ended
 * @property {number} workers how many processes tests in Node may run in
 * @typedef {(request: Request) => Promise<Tally>} Stage
 * @typedef {Omit<Request, 'workers'>} LintRequest
 */

/** @type {Tally} */
export const FAILED = Object.freeze({ passed: 0, failed: 1, skipped: [] });
/** @type {Tally} */
const CLEAN = Object.freeze({ passed: 0, failed: 0, skipped: [] });

/** The linter is given the whole project where more files than this are stale, because a command line has its limit. */
const MOST_NAMED = 200;
const CACHE = 'node_modules/.cache/lora-lab';

/** @type {Stage} */
async function typecheck({ cached, collected }) {
  const incremental = cached ? ['--incremental', '--tsBuildInfoFile', `${CACHE}/types.tsbuildinfo`] : [];
  const status = await runToolBeside('typescript/bin/tsc', ['--noEmit', ...incremental], { collected });
  return status === 0 ? CLEAN : FAILED;
}

/** @param {LintRequest} request @returns {Promise<Tally>} */
async function lint({ files, cached, collected }) {
  const statuses = [await oxlint({ files, cached, collected }), await prettier({ files, cached, collected })];
  return statuses.every((status) => status === 0) ? CLEAN : FAILED;
}

/** @param {LintRequest} request @returns {Promise<number>} */
async function oxlint({ files, cached, collected }) {
  const now = cached ? fingerprints(ROOT, filesOf(ROOT)) : null;
  const asked = files?.filter(isCode) ?? (now === null ? null : staleFiles(now, readClean(ROOT)));
  if (asked?.length === 0) return 0;
  const targets = asked === null || asked.length > MOST_NAMED ? [] : asked;
  const args = ['-c', 'oxlint.config.mjs', '--no-error-on-unmatched-pattern', ...targets];
  const status = await runToolBeside('oxlint/bin/oxlint', args, { collected });
  if (status === 0 && now !== null && files === null) writeClean(ROOT, now);
  return status;
}

/** @param {LintRequest} request @returns {Promise<number>} */
function prettier({ files, cached, collected }) {
  const caching = cached ? ['--cache', '--cache-strategy=content', `--cache-location=${CACHE}/prettier`] : [];
  const args = ['--check', '--log-level=warn', '--ignore-unknown', ...caching, ...(files ?? ['.'])];
  return runToolBeside('prettier/bin/prettier.cjs', args, { collected });
}

/** @type {Stage} */
function unit(request) {
  return vitest('unit', `--maxWorkers=${request.workers}`)(request);
}

/** @param {string} project its name, or a pattern of names @param {readonly string[]} more arguments @returns {Stage} */
function vitest(project, ...more) {
  const args = ['run', '--project', project, ...more, '--reporter=default'];
  args.push('--reporter=./tools/lib/testing/vitest-tally.mjs');
  return ({ files, collected }) =>
    tallyOf((env) => runToolBeside('vitest/vitest.mjs', [...args, ...(files ?? [])], { env, collected }));
}

/** @type {Stage} */
async function build({ collected }) {
  const status = await runToolBeside('vite/bin/vite.js', ['build'], { collected });
  return status === 0 ? CLEAN : FAILED;
}

/** @type {Stage} */
function endToEnd({ files, collected }) {
  const args = ['test', '--reporter=list,./tools/lib/testing/playwright-tally.mjs', ...(files ?? [])];
  return tallyOf((env) => runToolBeside('@playwright/test/cli.js', args, { env, collected }));
}

/** Tests of the cluster that mostly wait, for processes of Ray to start and to end; the others compute meanwhile. */
const ON_RAY = ['cluster/tests/running', 'cluster/tests/test_cli.py'];

/** Left out, with the reason, where its packages cannot be had; but not in CI. @type {Stage} */
async function cluster({ files, collected }) {
  const found = await ensureClusterPython({ collected });
  if ('problem' in found) {
    console.error(`The tests of cluster/ cannot run: ${found.problem}.`);
    if (process.env.CI === 'true') return FAILED;
    return { ...CLEAN, skipped: [{ name: 'all of it', reason: found.problem }] };
  }
  const args = ['-m', 'pytest', '-q', '--rootdir=cluster', '-c', 'cluster/pyproject.toml'];
  const parts = files ? [files] : [ON_RAY, ['cluster/tests', ...ON_RAY.map((path) => `--ignore=${path}`)]];
  const apart = { collected: collected || parts.length > 1 };
  const tallies = parts.map((part) =>
    tallyOf((env) =>
      runBeside(found.python, [...args, ...part], { env: { ...found.env, ...env }, ...apart }),
    ),
  );
  return sumOf(await Promise.all(tallies));
}

/** @type {Readonly<Record<string, Stage>>} in the order of the report */
export const STAGES = {
  typecheck,
  lint,
  unit,
  kernels: vitest('kernels'),
  browser: vitest('browser*'),
  parity: vitest('parity'),
  build,
  e2e: endToEnd,
  cluster,
};
