/** @file The benchmark's peer: bench/pytorch.py in a Python that has PyTorch, Transformers and PEFT. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, runOrThrow } from '../process.mjs';

/**
 * @typedef {{ median: number, min: number, max: number }} Spread
 * @typedef {{ id: string, throughput?: Spread, latency?: Spread, whole?: Spread, firstMilliseconds?: number,
 *   peakReservedMiB: number | null, error?: string }} PeerRow
 * @typedef {{ environment: object, rows: PeerRow[] }} PeerReport
 */

/**
 * @param {string} python
 * @param {{ shape: string, batch: string | null, rank: number, cases: readonly string[], steps: number, modes: string }} what `steps` are
 *   timed; `modes` as in bench/pytorch.py
 * @returns {PeerReport}
 */
export function runPytorch(python, { shape, batch, rank, cases, steps, modes }) {
  const folder = mkdtempSync(join(tmpdir(), 'lora-lab-bench-'));
  const out = join(folder, 'pytorch.json');
  const list = cases.filter((name) => name !== 'stock').join();
  try {
    runOrThrow(python, [
      join(ROOT, 'bench/pytorch.py'),
      ...['--shape', shape, '--modes', modes],
      ...(batch === null ? [] : ['--batch', batch]),
      ...['--rank', String(rank), '--steps', String(steps)],
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
