/**
 * @file Attention's backward pass on a GPU in one kernel, for shapes with enough heads to fill it: a workgroup has one
 * head of one sentence, a pair, to itself. The formulas are at `attentionBackward` in `dispatch.ts`.
 *
 * The workgroup goes through blocks of keys, whose gradients it keeps in registers, and for each of them through blocks
 * of queries. So a score and its gradient are computed once for all three products that need them: five products, where
 * the two kernels of `flashAttentionBackward.ts` compute seven. The queries' gradient is summed in its own buffer, each
 * element always by the same thread, which needs neither atomics nor barriers.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { AttentionBackwardArgs, AttentionShape } from '../../index';
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
import { firstFitting, Tiles, type TileCounts, type Tiling } from './flashTiles';
import { unroll, type KernelSource } from '../runtime/kernel';
import { matrixShape } from '../runtime/matrixShape';
import type { Runner } from '../runtime/runner';

/** Rows are queries, columns are keys. */
export interface PairTiling extends Tiling {
  /** Arrays for queries and dy. If there is one, they take turns in it, and the queries are read twice. */
  readonly rowArrays: 1 | 2;
  /** Arrays for P and dScore. If there is one, they take turns in it. */
  readonly weightArrays: 1 | 2;
}

/**
 * There are few of these workgroups: at 32 x 12 heads about three for each multiprocessor of a large GPU. So each has
 * many threads (128 are three warps for each of an H100's schedulers). A thread still has four rows by four columns, so
 * that a read from workgroup memory serves nine multiply-adds. Few blocks of keys are better than few blocks of queries,
 * because for each block of keys all queries are read and their gradient is written again.
 */
const TILINGS: readonly PairTiling[] = [
  { rows: 32, columns: 64, down: 4, rowArrays: 1, weightArrays: 1, turned: true }, // 48 KiB to the byte
  { rows: 32, columns: 32, down: 2, rowArrays: 1, weightArrays: 1 },
  { rows: 16, columns: 32, down: 2, rowArrays: 1, weightArrays: 1 },
  { rows: 16, columns: 16, down: 2, rowArrays: 1, weightArrays: 1 },
  { rows: 8, columns: 16, down: 1, rowArrays: 1, weightArrays: 1 },
];
/** With fewer pairs, the two kernels fill a GPU better, because they have a workgroup for each block. */
export const ENOUGH_PAIRS = 128;

export const pairCounts = ({ rowArrays, weightArrays }: PairTiling): TileCounts => ({
  rows: rowArrays,
  columns: 2,
  weights: weightArrays,
  combines: false,
});

/** The tiling for heads of this width, or null if this kernel is not the best or the device has no room for it. */
export function pairTiling(runner: Runner, width: number, shape: AttentionShape): PairTiling | null {
  if (shape.batch * shape.heads < ENOUGH_PAIRS) return null;
  // A block of 64 keys would be half empty.
  const tilings = shape.sequence > 32 ? TILINGS : TILINGS.filter(({ columns }) => columns <= 32);
  return firstFitting(runner, width, tilings, pairCounts);
}

/** @returns the gradient [T, 3H] */
export function flashPairBackward(
  runner: Runner,
  { dy, y, queryKeyValue, logSumExp, lengths, shape, dropout }: AttentionBackwardArgs,
  tiling: PairTiling,
): Tensor {
  const width = headWidth(queryKeyValue, shape);
  const tiles = new Tiles(width, tiling);
  const pairs = shape.batch * shape.heads;
  const rowDot = runner.tensor([pairs * shape.sequence]);
  const gradient = runner.gradient(matrixShape(queryKeyValue));
  const name = `${tiles.name} ${tiling.rowArrays}${tiling.weightArrays} ${Boolean(dropout)}`;
  runner.run(`flashPairGradient ${name}`, () => source(tiles, tiling, Boolean(dropout)), {
    buffers: { queryKeyValue, dy, y, logSumExp, lengths, gradient, rowDot },
    uniforms: uniformsOf(width, shape, pairs, dropout),
    mask: maskOfProbabilities(shape),
    threads: pairs * tiles.threads,
  });
  rowDot.dispose();
  return gradient;
}

function source(tiles: Tiles, tiling: PairTiling, dropout: boolean): KernelSource {
  const rows = tiling.rowArrays === 2 ? ['queries', 'dOut'] : ['queries'];
  const weights = tiling.weightArrays === 2 ? ['kept', 'dScores'] : ['kept'];
  return {
    inputs: { queryKeyValue: 'vec4f', dy: 'vec4f', y: 'vec4f', logSumExp: 'f32', lengths: 'i32' },
    outputs: { gradient: 'vec4f', rowDot: 'f32' },
    uniforms: FIELDS,
    workgroup: [tiles.threads, 1],
    functions: `${tiles.declare(rows, ['keys', 'values'], weights, false)}${dropout ? DROPOUT_FUNCTIONS : ''}`,
    body: `
  if (unit >= p.size) { return; }
  let pair = unit;
  let head = pair % p.heads;
  let first = pair / p.heads * p.sequence;
  let length = u32(lengths[pair / p.heads]);
  ${tiles.thread}
  ${tiles.quad}
  ${rowDots(tiles)}
  for (var block = 0u; block < p.sequence; block += ${tiling.columns}u) {
    ${tiles.eachOfQuad((c, u) => `var dk${c}_${u} = vec4f(0.0); var dv${c}_${u} = vec4f(0.0);`)}
    if (block < length) {
      ${tiles.stageColumns('keys', 'queryKeyValue', 'block', 'length', KEY)}
      ${tiles.stageColumns('values', 'queryKeyValue', 'block', 'length', VALUE)}
      let key = block + 4u * tx;
      let real = vec4u(key, key + 1u, key + 2u, key + 3u) < vec4u(length);
      for (var start = 0u; start < p.sequence; start += ${tiling.rows}u) {
        ${queryBlock(tiles, tiling, dropout)}
      }
    }
    ${unroll(
      4,
      (c) => `if (block + 4u * quad + ${c}u < p.sequence) {
      let token = first + block + 4u * quad + ${c}u;
      let toKey = ${packedRowOf('token', KEY, tiles.groups)};
      let toValue = ${packedRowOf('token', VALUE, tiles.groups)};
      ${tiles.eachQuadGroup(
        (u, group) => `gradient[toKey + ${group}] = dk${c}_${u}; gradient[toValue + ${group}] = dv${c}_${u};`,
      )}
    }`,
    )}
  }`,
  };
}

/**
 * WGSL that computes D of all rows, with one thread for each. It is stored, because later a thread needs those of other
 * rows.
 */
const rowDots = (tiles: Tiles): string => `
  for (var i = lane; i < p.sequence; i += ${tiles.threads}u) {
    let at = ${rowOf('first + i', tiles.groups)};
    var sums = vec4f(0.0);
    for (var g = 0u; g < ${tiles.groups}u; g++) { sums = fma(dy[at + g], y[at + g], sums); }
    rowDot[pair * p.sequence + i] = dot(sums, vec4f(1.0));
  }
  storageBarrier();`;

/**
 * WGSL that adds the share of a block of queries to the gradients of the block of keys, and the keys' share to the
 * queries'.
 */
function queryBlock(tiles: Tiles, { rowArrays, weightArrays }: PairTiling, dropout: boolean): string {
  const oneRowArray = rowArrays === 1;
  const oneWeightArray = weightArrays === 1;
  const dOut = oneRowArray ? 'queries' : 'dOut';
  const dScores = oneWeightArray ? 'kept' : 'dScores';
  const barrier = 'workgroupBarrier();';
  const stageQueries = tiles.stageRows('queries', 'queryKeyValue', 'start', QUERY);
  const stageOut = tiles.stageRows(dOut, 'dy', 'start', null);
  const setDScores = tiles.down((a) => tiles.setWeight(dScores, a, `dScore${a}`));
  const eachQueryGradient = (code: (element: string, a: number, g: number) => string): string =>
    tiles.down(
      (a) => `if (start + row${a} < p.sequence) {
          let at = ${packedRowOf(`first + start + row${a}`, QUERY, tiles.groups)} + tx;
          ${unroll(tiles.spread, (g) => tiles.guarded(g, code(`gradient[at + ${g * tiles.across}u]`, a, g)))}
        }`,
    );
  return `
        ${stageQueries}
        ${oneRowArray ? '' : stageOut}
        ${barrier}
        ${tiles.products('score', 'queries', 'keys')}
        ${oneRowArray ? `${barrier}\n${stageOut}\n${barrier}` : ''}
        ${tiles.products('dWeight', dOut, 'values')}
        ${tiles.down(
          (a) => `
        let i${a} = pair * p.sequence + min(start + row${a}, p.sequence - 1u);
        let counts${a} = real & vec4<bool>(start + row${a} < p.sequence);
        let weight${a} = select(vec4f(0.0), exp(p.scale * score${a} - logSumExp[i${a}]), counts${a});
        let mask${a} = ${dropout ? `keep4(i${a} * p.sequence + key)` : 'vec4f(1.0)'};
        let dScore${a} = p.scale * weight${a} * (mask${a} * dWeight${a} - rowDot[i${a}]);
        ${tiles.setWeight('kept', a, `weight${a} * mask${a}`)}`,
        )}
        ${oneWeightArray ? '' : setDScores}
        // What earlier blocks of keys gave to the queries: asked for long before it is needed.
        ${tiles.each((a, g) => `var dq${a}_${g} = vec4f(0.0);`)}
        if (block > 0u) { ${eachQueryGradient((element, a, g) => `dq${a}_${g} = ${element};`)} }
        ${barrier}
        ${tiles.accumulateQuad('dv', 'kept', dOut)}
        ${oneRowArray || oneWeightArray ? barrier : ''}
        ${oneRowArray ? stageQueries : ''}
        ${oneWeightArray ? setDScores : ''}
        ${oneRowArray || oneWeightArray ? barrier : ''}
        ${tiles.accumulateQuad('dk', dScores, 'queries')}
        ${tiles.accumulate('dq', dScores, 'keys')}
        ${eachQueryGradient((element, a, g) => `${element} = dq${a}_${g};`)}
        ${barrier}`;
}
