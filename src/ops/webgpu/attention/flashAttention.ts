/**
 * @file Attention's forward pass on a GPU: FlashAttention (Dao et al. 2022) through workgroup memory.
 *
 * A workgroup has a block of query rows of one head and goes through tiles of keys and values, up to the sentence's
 * length. For each row it keeps the largest score so far and the sum of exponentials. When a larger score comes, it
 * scales down both that sum and the output.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { AttentionShape, Dropout } from '../../index';
import {
  FIELDS,
  headWidth,
  KEY,
  QUERY,
  rowOf,
  maskOfProbabilities,
  uniformsOf,
  VALUE,
} from './attentionFields';
import { DROPOUT_FUNCTIONS } from '../elementwise/dropout';
import { firstFitting, FOUR_KEYS, Tiles, type Tiling } from './flashTiles';
import type { KernelSource } from '../runtime/kernel';
import type { Runner } from '../runtime/runner';

/** How many arrays of tiles are in workgroup memory. Keys and values take turns in one. */
export const FORWARD_COUNTS = { rows: 1, columns: 1, weights: 1, combines: true };

const TILINGS: readonly Tiling[] = [
  { rows: 32, columns: 32, down: 4 },
  { rows: 32, columns: 16, down: 4 },
  { rows: 16, columns: 16, down: 2 },
  { rows: 16, columns: 8, down: 1 },
];

/** The tiling for heads of this width, or null if the device has no room for any. */
export function forwardTiling(runner: Runner, width: number): Tiling | null {
  return firstFitting(runner, width, TILINGS, () => FORWARD_COUNTS);
}

/** y [T, H] and logSumExp [batch * heads * S]. */
export function flashAttention(
  runner: Runner,
  queryKeyValue: Tensor, // [T, 3H]
  lengths: Tensor,
  shape: AttentionShape,
  dropout: Dropout | null,
  tiling: Tiling,
): { y: Tensor; logSumExp: Tensor } {
  const { batch, heads, sequence } = shape;
  const width = headWidth(queryKeyValue, shape);
  const tiles = new Tiles(width, tiling);
  const y = runner.kept([batch * sequence, heads * width]);
  const logSumExp = runner.tensor([batch * heads * sequence]);
  const units = tiles.units(batch * heads, sequence);
  runner.run(`flashAttention ${tiles.name} ${Boolean(dropout)}`, () => source(tiles, Boolean(dropout)), {
    buffers: { queryKeyValue, lengths, y, logSumExp },
    uniforms: uniformsOf(width, shape, units, dropout),
    mask: maskOfProbabilities(shape),
    threads: units * tiles.threads,
  });
  return { y, logSumExp };
}

function source(tiles: Tiles, dropout: boolean): KernelSource {
  const mask = (a: number): string =>
    dropout ? ` * keep4((pair * p.sequence + block + row${a}) * p.sequence + key)` : '';
  return {
    inputs: { queryKeyValue: 'vec4f', lengths: 'i32' },
    outputs: { y: 'vec4f', logSumExp: 'f32' },
    uniforms: FIELDS,
    workgroup: [tiles.threads, 1],
    functions: `${tiles.declare(['queries'], ['columns'], ['weights'], true)}${dropout ? DROPOUT_FUNCTIONS : ''}`,
    body: `${tiles.location}
  ${tiles.stageRows('queries', 'queryKeyValue', 'block', QUERY)}
  ${tiles.each((a, g) => `var sum${a}_${g} = vec4f(0.0);`)}
  ${tiles.down((a) => `var best${a} = -1e30; var total${a} = 0.0;`)}
  for (var start = 0u; start < length; start += ${tiles.tiling.columns}u) {
    ${FOUR_KEYS}
    ${tiles.stageColumns('columns', 'queryKeyValue', 'start', 'length', KEY)}
    workgroupBarrier();
    ${tiles.products('score', 'queries', 'columns')}
    ${tiles.down((a) => `score${a} = select(vec4f(-1e30), p.scale * score${a}, real);`)}
    ${tiles.rowCombined(
      'next',
      (a) => `max(max(score${a}.x, score${a}.y), max(score${a}.z, score${a}.w))`,
      (a) => `best${a}`,
      (x, y) => `max(${x}, ${y})`,
    )}
    // All scores are computed: the values can take the keys' place.
    ${tiles.stageColumns('columns', 'queryKeyValue', 'start', 'length', VALUE)}
    ${tiles.down(
      (a) => `
    let weight${a} = select(vec4f(0.0), exp(score${a} - next${a}), real);
    let shrink${a} = exp(best${a} - next${a});
    total${a} = total${a} * shrink${a} + dot(weight${a}, vec4f(1.0));
    best${a} = next${a};
    ${tiles.setWeight('weights', a, `weight${a}${mask(a)}`)}`,
    )}
    ${tiles.each((a, g) => `sum${a}_${g} *= shrink${a};`)}
    workgroupBarrier();
    ${tiles.accumulate('sum', 'weights', 'columns')}
    workgroupBarrier();
  }
  ${tiles.rowSum('sum', (a) => `total${a}`)}
  ${tiles.down(
    (a) => `
  if (block + row${a} < p.sequence) {
    if (tx == 0u) { logSumExp[pair * p.sequence + block + row${a}] = best${a} + log(sum${a}); }
    let to = ${rowOf(`first + block + row${a}`, tiles.groups)} + tx;
    ${Array.from({ length: tiles.spread }, (_, g) => tiles.guarded(g, `y[to + ${g * tiles.across}u] = sum${a}_${g} / sum${a};`)).join('\n')}
  }`,
  )}`,
  };
}
