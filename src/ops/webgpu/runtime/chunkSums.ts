/**
 * @file The second half of sums that were split into chunks of rows: adds up the chunks. Within a pass, several such sums
 * wait for each other and share a kernel, because each alone would be too small to fill a GPU.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { Slot } from '../../index';
import type { KernelDevice } from './device';
import { flatTensor } from './flat';
import { unroll, type KernelSource } from './kernel';

/** The most sums that share a kernel. Together with the output they take WebGPU's 8 storage buffers of a kernel. */
const MOST_PARTS = 7;
/** The most bytes of partial sums that wait: as many as a layer of RoBERTa base has with LoRA everywhere. */
const MOST_BYTES = 32 * 2 ** 20;
/** The number of threads in a workgroup. */
const THREADS = 64;
/** On a GPU this many threads share the chunks of one sum. */
const SHARES = 8;

interface Part {
  readonly partial: Tensor; // [chunks, size]
  /** The slot of the sums before column `split`, and that of the rest. */
  readonly outputs: readonly [Slot] | readonly [Slot, Slot];
  readonly split: number;
}

export class ChunkSums {
  private waiting: Part[] = [];
  private gathers = false;

  constructor(private readonly device: KernelDevice) {}

  /**
   * Adds up partial [chunks, size] and disposes it, at the latest when {@link gathered} ends or {@link finish} is called.
   * There may be two outputs in one flat buffer: the first gets the sums before column `split`, the second the rest.
   */
  add(partial: Tensor, outputs: Part['outputs'], split = outputs[0].entry.size): void {
    const bytes = [...this.waiting.map((part) => part.partial), partial].reduce(
      (sum, tensor) => sum + this.device.bytesOf(tensor),
      0,
    );
    const other = this.waiting.some((part) => part.outputs[0].flat !== outputs[0].flat);
    if (bytes > MOST_BYTES || other) this.finish();
    this.waiting.push({ partial, outputs, split });
    if (!this.gathers || this.waiting.length === MOST_PARTS) this.finish();
  }

  /** Runs `body` and lets its sums wait for each other. */
  gathered<T>(body: () => T): T {
    this.gathers = true;
    try {
      const result = body();
      this.finish();
      return result;
    } finally {
      this.gathers = false;
      for (const { partial } of this.waiting) partial.dispose(); // only if `body` failed
      this.waiting = [];
    }
  }

  /** Adds up the sums that wait. Must be called before anything reads them. */
  finish(): void {
    const parts = this.waiting;
    const [firstPart] = parts;
    if (!firstPart) return;
    this.waiting = [];
    const shares = this.device.software ? 1 : SHARES;
    const columns = THREADS / shares;
    const uniforms: Record<string, number> = {};
    const buffers: Record<string, Tensor> = { output: flatTensor(firstPart.outputs[0].flat) };
    let units = 0;
    for (const [i, { partial, outputs, split }] of parts.entries()) {
      const [chunks = 0, size = 0] = partial.shape;
      const [first, rest = first] = outputs;
      buffers[`partial${i}`] = partial;
      const start = units;
      units += Math.ceil(size / columns);
      const fields = {
        start,
        end: units,
        size,
        chunks,
        split,
        first: first.entry.offset,
        rest: rest.entry.offset,
      };
      for (const [field, value] of Object.entries(fields)) uniforms[`${field}${i}`] = value;
    }
    this.device.run(`chunkSums ${shares} ${parts.length}`, () => source(shares, parts.length), {
      buffers,
      uniforms,
      threads: units * THREADS,
    });
    for (const { partial } of parts) partial.dispose();
  }
}

/**
 * A workgroup has 64 / shares neighbouring columns of one part. The threads of a column each sum every shares-th chunk;
 * the first then adds up their sums in workgroup memory. Parts are numbered; part i has the workgroups from start<i> to
 * end<i>.
 */
function source(shares: number, parts: number): KernelSource {
  const columns = THREADS / shares; // of a workgroup
  const all = (code: (i: number) => string): string => unroll(parts, code);
  const fields = (i: number): string[] =>
    ['start', 'end', 'size', 'chunks', 'split', 'first', 'rest'].map((field) => `${field}${i}`);
  const store = (sum: string): string => `if (inside) { output[to] = ${sum}; }`;
  return {
    inputs: Object.fromEntries(Array.from({ length: parts }, (_, i) => [`partial${i}`, 'f32' as const])),
    outputs: { output: 'f32' },
    uniforms: Object.fromEntries(
      Array.from({ length: parts }, (_, i) => fields(i)).flatMap((names) =>
        names.map((name) => [name, 'u32' as const]),
      ),
    ),
    workgroup: [THREADS, 1],
    functions: shares === 1 ? '' : `var<workgroup> sums: array<f32, ${THREADS}>;`,
    body: `
  var sum = 0.0;
  var to = 0u;
  var inside = false;
  ${all(
    (i) => `if (unit >= p.start${i} && unit < p.end${i}) {
    let column = (unit - p.start${i}) * ${columns}u + lane % ${columns}u;
    inside = column < p.size${i};
    to = select(p.rest${i} + column - p.split${i}, p.first${i} + column, column < p.split${i});
    if (inside) {
      for (var chunk = lane / ${columns}u; chunk < p.chunks${i}; chunk += ${shares}u) {
        sum += partial${i}[chunk * p.size${i} + column];
      }
    }
  }`,
  )}
  ${
    shares === 1
      ? store('sum')
      : `
  sums[lane] = sum;
  workgroupBarrier();
  if (lane < ${columns}u) { ${store(unroll(shares, (i) => `sums[lane + ${i * columns}u]`, ' + '))} }`
  }`,
  };
}
