/**
 * @file Sums over the rows of a matrix: for biases, LayerNorm's gamma and beta, the token type.
 *
 * Long sums are split into chunks of rows, each thread's partial result is stored, and a second kernel
 * adds the chunks up: parallel enough for a GPU and, without float atomics, the same in every run.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { Operand } from '../index';
import { unroll, type KernelSource } from './kernel';
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
  addChunks(runner, partial, [output], size);
  partial.dispose();
}

/**
 * Adds up partial [chunks, size]. With two outputs, the first gets the sums before `split`, the second the rest.
 */
export function addChunks(
  runner: Runner,
  partial: Tensor,
  outputs: readonly [Operand] | readonly [Operand, Operand],
  split: number,
): void {
  const [chunks = 0, size = 0] = partial.shape;
  const shares = runner.software ? 1 : SHARES;
  const [output, rest] = outputs;
  runner.run(`sumOfChunks ${shares} ${outputs.length}`, () => chunkSumSource(shares, rest !== undefined), {
    buffers: { partial, output, ...(rest ? { rest } : {}) },
    uniforms: { size, chunks, split },
    threads: Math.ceil(size / (CHUNK_THREADS / shares)) * CHUNK_THREADS,
  });
}

const CHUNK_THREADS = 64;
/** On a GPU so many threads share the chunks of one sum. */
const SHARES = 8;

function chunkSumSource(shares: number, two: boolean): KernelSource {
  const columns = CHUNK_THREADS / shares; // of a workgroup
  const add = `sum += partial[chunk * p.size + column];`;
  const store = (sum: string): string =>
    two
      ? `if (column < p.split) { output[column] = ${sum}; } else { rest[column - p.split] = ${sum}; }`
      : `output[column] = ${sum};`;
  const alone = `
  if (column >= p.size) { return; }
  for (var chunk = 0u; chunk < p.chunks; chunk++) { ${add} }
  ${store('sum')}`;
  const shared = `
  if (column < p.size) {
    for (var chunk = lane / ${columns}u; chunk < p.chunks; chunk += ${shares}u) { ${add} }
  }
  sums[lane] = sum;
  workgroupBarrier();
  if (lane < ${columns}u && column < p.size) {
    sum = ${unroll(shares, (i) => `sums[lane + ${i * columns}u]`, ' + ')};
    ${store('sum')}
  }`;
  return {
    inputs: { partial: 'f32' },
    outputs: { output: 'f32', ...(two ? { rest: 'f32' } : {}) },
    uniforms: { size: 'u32', chunks: 'u32', split: 'u32' },
    workgroup: [CHUNK_THREADS, 1],
    functions: shares === 1 ? '' : `var<workgroup> sums: array<f32, ${CHUNK_THREADS}>;`,
    body: `
  let column = unit * ${columns}u + lane % ${columns}u;
  var sum = 0.0;
  ${shares === 1 ? alone : shared}`,
  };
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
        workgroup: [32, 1],
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
