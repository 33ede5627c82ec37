/**
 * @file Sums over the rows of a matrix: gradients of biases and of LayerNorm's gamma and beta. A thread sums one column,
 * or four.
 *
 * Long sums are split into chunks of rows. Each thread stores the sum of a chunk, and a second kernel (`chunkSums.ts`)
 * adds up the chunks. That is parallel enough for a GPU and, without float atomics, gives the same bits in every run.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { Operand, Slot } from '../../index';
import { matrixShape } from '../runtime/matrixShape';
import type { Runner } from '../runtime/runner';

/**
 * How many chunks to split the rows into, and how many rows each has. One chunk needs no second kernel; chunks are long
 * on software adapters, where a dispatch costs more.
 */
export function rowChunks(runner: Runner, rows: number): { chunks: number; chunkRows: number } {
  const chunkRows = runner.software ? 1024 : 64;
  return { chunks: Math.ceil(rows / chunkRows), chunkRows };
}

/** Writes the column sums of x [rows, width] into `output` [width]. */
export function columnSums(runner: Runner, x: Tensor, output: Slot): void {
  sums(runner, x, null, [output]);
}

/** Writes the column sums of dy * normalized into `gamma`, and those of dy into `beta`; inputs are [rows, width]. */
export function normGradients(
  runner: Runner,
  dy: Tensor,
  normalized: Tensor,
  { gamma, beta }: { readonly gamma: Slot; readonly beta: Slot },
): void {
  sums(runner, dy, normalized, [gamma, beta]);
}

/** With a factor [rows, width], the first output gets the sums of x * factor, and the second those of x. */
function sums(
  runner: Runner,
  x: Tensor,
  factor: Tensor | null,
  outputs: readonly [Slot] | readonly [Slot, Slot],
): void {
  const [rows, width] = matrixShape(x);
  const { chunks, chunkRows } = rowChunks(runner, rows);
  const vec = width % 4 === 0;
  const type = vec ? 'vec4f' : 'f32';
  const groups = vec ? width / 4 : width;
  const whole = chunks === 1;
  const partial = whole ? null : runner.tensor([chunks, outputs.length * width]);
  const [first, second] = outputs;
  const written: Record<string, Operand> = partial ? { partial } : { first, ...(second ? { second } : {}) };
  const store = factor
    ? whole
      ? 'first[column] = products; second[column] = sum;'
      : 'let at = chunk * 2u * p.groups + column; partial[at] = products; partial[at + p.groups] = sum;'
    : `${whole ? 'first' : 'partial'}[index] = sum;`;
  runner.run(
    `columnSums ${type} ${factor ? 'two' : 'one'} ${whole}`,
    () => ({
      inputs: { x: type, ...(factor ? { factor: type } : {}) },
      outputs: Object.fromEntries(Object.keys(written).map((name) => [name, type])),
      uniforms: { rows: 'u32', groups: 'u32', chunks: 'u32', chunkRows: 'u32' },
      workgroup: [32, 1],
      body: `
  if (index >= p.groups * p.chunks) { return; }
  let chunk = index / p.groups;
  let column = index % p.groups;
  let end = min((chunk + 1u) * p.chunkRows, p.rows);
  var sum = ${type}();
  ${factor ? `var products = ${type}();` : ''}
  for (var row = chunk * p.chunkRows; row < end; row++) {
    let i = row * p.groups + column;
    sum += x[i];
    ${factor ? 'products += x[i] * factor[i];' : ''}
  }
  ${store}`,
    }),
    {
      buffers: {
        x,
        ...(factor ? { factor } : {}),
        ...written,
      },
      uniforms: { rows, groups, chunks, chunkRows },
      threads: groups * chunks,
    },
  );
  if (partial) runner.chunkSums.add(partial, outputs, width);
}
