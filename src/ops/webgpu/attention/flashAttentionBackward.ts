/**
 * @file Attention's backward pass on a GPU, tiled as its forward pass and without atomics. One kernel goes through the
 * keys for dQuery, the other through the queries for dKey and dValue. Both compute the probabilities again from the
 * saved log-sum-exp. The formulas are at `attentionBackward` in `dispatch.ts`.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { AttentionBackwardArgs } from '../../index';
import {
  FIELDS,
  headWidth,
  KEY,
  packedRowOf,
  QUERY,
  rowOf,
  maskOfProbabilities,
  uniformsOf,
  VALUE,
} from './attentionFields';
import { DROPOUT_FUNCTIONS } from '../elementwise/dropout';
import { firstFitting, FOUR_KEYS, Tiles, type Tiling } from './flashTiles';
import { unroll, type KernelSource } from '../runtime/kernel';
import { matrixShape } from '../runtime/matrixShape';
import type { Runner } from '../runtime/runner';

/** How many arrays of tiles each kernel has in workgroup memory. */
export const QUERY_COUNTS = { rows: 2, columns: 1, weights: 1, combines: true };
export const KEY_VALUE_COUNTS = { rows: 2, columns: 2, weights: 2, combines: false };

const QUERY_TILINGS: readonly Tiling[] = [
  { rows: 32, columns: 64, down: 4 },
  { rows: 32, columns: 32, down: 4 },
  { rows: 32, columns: 16, down: 4 },
  { rows: 16, columns: 16, down: 2 },
  { rows: 8, columns: 8, down: 1 },
];
const KEY_VALUE_TILINGS: readonly Tiling[] = [
  { rows: 32, columns: 32, down: 2 },
  { rows: 16, columns: 32, down: 4 },
  { rows: 16, columns: 16, down: 2 },
  { rows: 8, columns: 16, down: 1 },
  { rows: 8, columns: 8, down: 1 },
];

export interface BackwardTilings {
  readonly query: Tiling;
  readonly keyValue: Tiling;
}

/** The tilings for heads of this width, or null if the device has no room for any. */
export function backwardTilings(runner: Runner, width: number): BackwardTilings | null {
  const query = firstFitting(runner, width, QUERY_TILINGS, () => QUERY_COUNTS);
  const keyValue = firstFitting(runner, width, KEY_VALUE_TILINGS, () => KEY_VALUE_COUNTS);
  return query && keyValue && { query, keyValue };
}

/** @returns the gradient [T, 3H] */
export function flashAttentionBackward(
  runner: Runner,
  { dy, y, queryKeyValue, logSumExp, lengths, shape, dropout }: AttentionBackwardArgs,
  tilings: BackwardTilings,
): Tensor {
  const { batch, heads, sequence } = shape;
  const width = headWidth(queryKeyValue, shape);
  const rowDot = runner.tensor([batch * heads * sequence]); // D, which the first kernel writes and the second reads
  const gradient = runner.gradient(matrixShape(queryKeyValue));
  const run = (
    kernel: string,
    tiling: Tiling,
    source: (tiles: Tiles, dropout: boolean) => KernelSource,
    buffers: Record<string, Tensor>,
  ): void => {
    const tiles = new Tiles(width, tiling);
    const units = tiles.units(batch * heads, sequence);
    runner.run(`${kernel} ${tiles.name} ${Boolean(dropout)}`, () => source(tiles, Boolean(dropout)), {
      buffers: { queryKeyValue, dy, logSumExp, lengths, gradient, rowDot, ...buffers },
      uniforms: uniformsOf(width, shape, units, dropout),
      mask: maskOfProbabilities(shape),
      threads: units * tiles.threads,
    });
  };
  run('flashQueryGradient', tilings.query, queryGradient, { y });
  run('flashKeyValueGradient', tilings.keyValue, keyValueGradient, {});
  rowDot.dispose();
  return gradient;
}

/** Stores the thread's share of its rows into one part of the gradient. */
function storeGradient(tiles: Tiles, a: number, part: number, value: (g: number) => string): string {
  return `{
    let to = ${packedRowOf(`first + block + row${a}`, part, tiles.groups)} + tx;
    ${unroll(tiles.spread, (g) => tiles.guarded(g, `gradient[to + ${g * tiles.across}u] = ${value(g)};`))}
  }`;
}

/** Rows are queries and columns keys. It writes D too. */
function queryGradient(tiles: Tiles, dropout: boolean): KernelSource {
  /** This thread's part of row a's D. */
  const dotPart = (a: number): string =>
    unroll(
      tiles.spread,
      (g) => `
    ${tiles.guarded(g, `d${a} += dot(dOut[tx + ${g * tiles.across}u].at[${a}][${tiles.turn('ty', `tx + ${g * tiles.across}u`)}], y[y_at + ${g * tiles.across}u]);`)}`,
    );
  return {
    inputs: { queryKeyValue: 'vec4f', dy: 'vec4f', y: 'vec4f', logSumExp: 'f32', lengths: 'i32' },
    outputs: { gradient: 'vec4f', rowDot: 'f32' },
    uniforms: FIELDS,
    workgroup: [tiles.threads, 1],
    functions: `${tiles.declare(['queries', 'dOut'], ['columns'], ['weights'], true)}${dropout ? DROPOUT_FUNCTIONS : ''}`,
    body: `${tiles.location}
  ${tiles.stageRows('queries', 'queryKeyValue', 'block', QUERY)}
  ${tiles.stageRows('dOut', 'dy', 'block', null)}
  workgroupBarrier();
  ${tiles.down(
    (a) => `
  let i${a} = min(block + row${a}, p.sequence - 1u);
  let saved${a} = logSumExp[pair * p.sequence + i${a}];
  var d${a} = 0.0;
  { let y_at = ${rowOf(`first + i${a}`, tiles.groups)} + tx; ${dotPart(a)} }`,
  )}
  ${tiles.rowSum('dot', (a) => `d${a}`)}
  ${tiles.down((a) => `if (tx == 0u && block + row${a} < p.sequence) { rowDot[pair * p.sequence + i${a}] = dot${a}; }`)}
  ${tiles.each((a, g) => `var sum${a}_${g} = vec4f(0.0);`)}
  for (var start = 0u; start < length; start += ${tiles.tiling.columns}u) {
    ${FOUR_KEYS}
    ${tiles.stageColumns('columns', 'queryKeyValue', 'start', 'length', VALUE)}
    workgroupBarrier();
    ${tiles.products('dWeight', 'dOut', 'columns')}
    workgroupBarrier();
    ${tiles.stageColumns('columns', 'queryKeyValue', 'start', 'length', KEY)}
    workgroupBarrier();
    ${tiles.products('score', 'queries', 'columns')}
    ${tiles.down(
      (a) => `
    let weight${a} = select(vec4f(0.0), exp(p.scale * score${a} - saved${a}), real);
    ${dropout ? `dWeight${a} *= keep4((pair * p.sequence + i${a}) * p.sequence + key);` : ''}
    ${tiles.setWeight('weights', a, `weight${a} * (dWeight${a} - dot${a})`)}`,
    )}
    workgroupBarrier();
    ${tiles.accumulate('sum', 'weights', 'columns')}
    workgroupBarrier();
  }
  ${tiles.down(
    (a) =>
      `if (block + row${a} < p.sequence) ${storeGradient(tiles, a, QUERY, (g) => `p.scale * sum${a}_${g}`)}`,
  )}`,
  };
}

/** Rows are keys and columns queries. Padded keys take no part: their gradients are zero. */
function keyValueGradient(tiles: Tiles, dropout: boolean): KernelSource {
  const mask = (a: number): string =>
    dropout
      ? `vec4f(${unroll(4, (c) => `keep1(saved_at[${c}] * p.sequence + block + row${a})`, ', ')})`
      : 'vec4f(1.0)';
  const atFour = (array: string): string => `vec4f(${unroll(4, (c) => `${array}[saved_at[${c}]]`, ', ')})`;
  return {
    inputs: { queryKeyValue: 'vec4f', dy: 'vec4f', rowDot: 'f32', logSumExp: 'f32', lengths: 'i32' },
    outputs: { gradient: 'vec4f' },
    uniforms: FIELDS,
    workgroup: [tiles.threads, 1],
    functions: `${tiles.declare(['keys', 'values'], ['queries', 'dOut'], ['kept', 'dScores'], false)}${dropout ? DROPOUT_FUNCTIONS : ''}`,
    body: `${tiles.location}
  ${tiles.stageRows('keys', 'queryKeyValue', 'block', KEY)}
  ${tiles.stageRows('values', 'queryKeyValue', 'block', VALUE)}
  ${tiles.each((a, g) => `var dk${a}_${g} = vec4f(0.0); var dv${a}_${g} = vec4f(0.0);`)}
  let end = select(0u, p.sequence, block < length);
  for (var start = 0u; start < end; start += ${tiles.tiling.columns}u) {
    let query = start + 4u * tx + vec4u(0u, 1u, 2u, 3u);
    let saved_at = pair * p.sequence + min(query, vec4u(p.sequence - 1u));
    let saved = ${atFour('logSumExp')};
    let dots = ${atFour('rowDot')};
    ${tiles.stageColumns('queries', 'queryKeyValue', 'start', 'p.sequence', QUERY)}
    ${tiles.stageColumns('dOut', 'dy', 'start', 'p.sequence', null)}
    workgroupBarrier();
    ${tiles.products('score', 'keys', 'queries')}
    ${tiles.products('dWeight', 'values', 'dOut')}
    ${tiles.down(
      (a) => `{
      let weight = select(vec4f(0.0), exp(p.scale * score${a} - saved), query < vec4u(p.sequence));
      let mask = ${mask(a)};
      ${tiles.setWeight('kept', a, 'weight * mask')}
      ${tiles.setWeight('dScores', a, `weight * (mask * dWeight${a} - dots)`)}
    }`,
    )}
    workgroupBarrier();
    ${tiles.accumulate('dv', 'kept', 'dOut')}
    ${tiles.accumulate('dk', 'dScores', 'queries')}
    workgroupBarrier();
  }
  ${tiles.down(
    (a) => `
  if (block + row${a} < p.sequence) {
    let real = block + row${a} < length;
    ${storeGradient(tiles, a, KEY, (g) => `select(vec4f(0.0), p.scale * dk${a}_${g}, real)`)}
    ${storeGradient(tiles, a, VALUE, (g) => `select(vec4f(0.0), dv${a}_${g}, real)`)}
  }`,
  )}`,
  };
}
