/** @file The benchmark's peer: bench/pytorch.py in a Python that has PyTorch, Transformers and PEFT. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, runOrThrow } from '../process.mjs';

/**
 * @typedef {{ id: string, throughput?: { median: number }, latency?: { median: number },
 *   whole?: { median: number }, peakReservedMiB: number | null }} PeerRow
 * @typedef {{ environment: object, rows: PeerRow[] }} PeerReport
 */

/**
 * @param {string} python
 * @param {readonly string[]} cases
 * @param {number} steps that are timed
 * @returns {PeerReport}
 */
export function runPytorch(python, cases, steps) {
  const folder = mkdtempSync(join(tmpdir(), 'lora-lab-bench-'));
  const out = join(folder, 'pytorch.json');
  const list = cases.filter((name) => name !== 'stock').join();
  try {
    runOrThrow(python, [
      join(ROOT, 'bench/pytorch.py'),
      '--steps',
      String(steps),
      '--cases',
      list,
      '--out',
      out,
    ]);
    return /** @type {PeerReport} */ (JSON.parse(readFileSync(out, 'utf8')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
