/**
 * @file Sums over the rows of a matrix: for biases, LayerNorm's gamma and beta, the token type.
 *
 * Long sums are split into chunks of rows, each thread's partial result is stored, and a second kernel
 * adds the chunks up: parallel enough for a GPU and, without float atomics, the same in every run.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { Operand } from '../index';
import type { Runner } from './runner';

/** How many chunks of how many rows. One chunk, without a second kernel, where a dispatch costs more. */
export function rowChunks(runner: Runner, rows: number): { chunks: number; chunkRows: number } {
  const chunkRows = runner.software ? 1024 : 64;
  return { chunks: Math.ceil(rows / chunkRows), chunkRows };
}

/**
 * Lets `write` fill [chunks, size] partial sums, and adds them up into `output`.
 * With one chunk it writes to the output itself.
 */
export function sumOfChunks(
  runner: Runner,
  output: Operand,
  size: number,
  chunks: number,
  write: (partial: Operand) => void,
): void {
  if (chunks === 1) return write(output);
  const partial = runner.tensor([chunks, size]);
  write(partial);
  runner.run(
    'sumOfChunks',
    () => ({
      inputs: { partial: 'f32' },
      outputs: { output: 'f32' },
      uniforms: { size: 'u32', chunks: 'u32' },
      workgroup: [64, 1],
      body: `
  if (index >= p.size) { return; }
  var sum = 0.0;
  for (var chunk = 0u; chunk < p.chunks; chunk++) { sum += partial[chunk * p.size + index]; }
  output[index] = sum;`,
    }),
    { buffers: { partial, output }, uniforms: { size, chunks }, threads: size },
  );
  partial.dispose();
}

/** Sums over rows: of x [rows, width], or of x * factor elementwise. output [width]. */
export function columnSums(runner: Runner, x: Tensor, factor: Tensor | null, output: Operand): void {
  const [rows = 0, width = 0] = x.shape;
  const { chunks, chunkRows } = rowChunks(runner, rows);
  const vec = width % 4 === 0;
  const type = vec ? 'vec4f' : 'f32';
  const groups = vec ? width / 4 : width;
  sumOfChunks(runner, output, width, chunks, (partial) =>
    runner.run(
      `columnSums ${type} ${factor ? 'product' : 'plain'}`,
      () => ({
        inputs: { x: type, ...(factor ? { factor: type } : {}) },
        outputs: { partial: type },
        uniforms: { rows: 'u32', groups: 'u32', chunks: 'u32', chunkRows: 'u32' },
        workgroup: [16, 1],
        body: `
  if (index >= p.groups * p.chunks) { return; }
  let chunk = index / p.groups;
  let end = min((chunk + 1u) * p.chunkRows, p.rows);
  var sum = ${type}();
  for (var row = chunk * p.chunkRows; row < end; row++) {
    let i = row * p.groups + index % p.groups;
    sum += x[i]${factor ? ' * factor[i]' : ''};
  }
  partial[index] = sum;`,
      }),
      {
        buffers: { x, partial, ...(factor ? { factor } : {}) },
        uniforms: { rows, groups, chunks, chunkRows },
        threads: groups * chunks,
      },
    ),
  );
}
