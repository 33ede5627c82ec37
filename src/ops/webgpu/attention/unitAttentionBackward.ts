/**
 * @file Attention's backward pass on the matrix units, in mixed precision. As in `flashPairBackward.ts` a workgroup has one
 * head of one sentence to itself, and goes through blocks of keys and for each of them through blocks of queries. The small
 * matrices of the keys' and values' gradients stay in its subgroups' registers. The formulas are at `attentionBackward` in
 * `dispatch.ts`. Gradients are moved into the range of half floats (`../runtime/halves.ts`) where they are multiplied.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { AttentionBackwardArgs } from '../../index';
import {
  FIELDS,
  headWidth,
  KEY,
  maskOfProbabilities,
  packedRowOf,
  QUERY,
  rowOf,
  uniformsOf,
  VALUE,
} from './attentionFields';
import { DROPOUT_FUNCTIONS } from '../elementwise/dropout';
import type { MatrixDialect } from '../linear/matrixDialect';
import { GRADIENT_RANGE } from '../runtime/halves';
import { unroll, type KernelSource } from '../runtime/kernel';
import { matrixShape } from '../runtime/matrixShape';
import type { Runner } from '../runtime/runner';
import { UNPACK_PAIRS } from './unitAttention';
import {
  addProduct,
  declareHalves,
  declareProduct,
  declareSums,
  halfBlock,
  halfBytes,
  placeIn,
  sharesByRows,
  sharesOf,
  pairsOf,
  staging,
  storeOwn,
  storeProduct,
  sumBlock,
  sumBytes,
  type Block,
  type Shares,
} from './unitTiles';

/** Rows of a block of queries, and of blocks of keys, in rows of a small matrix. */
const ROWS = 2;
const KEYS = { short: 2, long: 4 };

export interface UnitBackward {
  readonly rows: number;
  readonly keys: number;
  readonly threads: number;
  readonly queries: Block;
  readonly dOut: Block;
  readonly columns: Block;
  readonly values: Block;
  /** Scores, then the weights' gradients, then the queries' gradient. */
  readonly sums: Block;
  readonly weights: Block;
  readonly dScores: Block;
  readonly ofScores: Shares;
  readonly ofQueries: Shares;
  readonly ofKeys: Shares;
}

/** The kernel's blocks, or null if it cannot compute this shape. @param bytes of workgroup memory that there are */
export function unitBackward(
  width: number,
  sequence: number,
  { size, lanes }: Pick<MatrixDialect, 'size' | 'lanes'>,
  bytes: number,
): UnitBackward | null {
  if (width % size !== 0) return null;
  const rows = ROWS * size;
  const keys = (sequence > KEYS.short * size ? KEYS.long : KEYS.short) * size;
  const subgroups = (rows / size) * (keys / size);
  const threads = subgroups * lanes;
  const ofScores = sharesOf(rows, keys, subgroups, size);
  const ofQueries = sharesOf(rows, width, subgroups, size);
  const ofKeys =
    keys === rows ? sharesOf(keys, width, subgroups, size) : sharesByRows(keys, rows, width, subgroups, size);
  if (!ofScores || !ofQueries || !ofKeys) return null;
  const halves = {
    queries: halfBlock('queries', rows, width),
    dOut: halfBlock('dOut', rows, width),
    columns: halfBlock('columns', keys, width),
    values: halfBlock('values', keys, width),
    weights: halfBlock('weights', rows, keys),
    dScores: halfBlock('dScores', rows, keys),
  };
  const sums = sumBlock('sums', rows, Math.max(keys, width));
  const taken = Object.values(halves).reduce((all, block) => all + halfBytes(block), sumBytes(sums));
  if (taken > bytes) return null;
  return { rows, keys, threads, ...halves, sums, ofScores, ofQueries, ofKeys };
}

/** @returns the gradient [T, 3H] */
export function unitAttentionBackward(
  runner: Runner,
  { dy, y, queryKeyValue, logSumExp, lengths, shape, dropout }: AttentionBackwardArgs,
  plan: UnitBackward,
  dialect: MatrixDialect,
): Tensor {
  const width = headWidth(queryKeyValue, shape);
  const pairs = shape.batch * shape.heads;
  const rowDot = runner.tensor([pairs * shape.sequence]);
  const gradient = runner.gradient(matrixShape(queryKeyValue));
  const name = `unitAttentionGradient ${width} ${plan.keys} ${Boolean(dropout)}`;
  runner.run(name, () => source(plan, width, Boolean(dropout), dialect), {
    buffers: { queryKeyValue, dy, y, logSumExp, lengths, gradient, rowDot },
    uniforms: uniformsOf(width, shape, pairs, dropout),
    mask: maskOfProbabilities(shape),
    threads: pairs * plan.threads,
  });
  rowDot.dispose();
  return gradient;
}

function source(plan: UnitBackward, width: number, dropout: boolean, dialect: MatrixDialect): KernelSource {
  const { rows, keys, threads, queries, dOut, columns, values, sums, weights, dScores, ofKeys } = plan;
  const units = dialect.half === 'f16';
  const halves = [queries, dOut, columns, values, weights, dScores];
  const ofBlock = [
    staging(columns, 'block', threads, pairsOf(dialect, columns, KEY)),
    staging(values, 'block', threads, pairsOf(dialect, values, VALUE)),
  ];
  return {
    inputs: { queryKeyValue: 'vec2u', dy: 'vec4f', y: 'vec4f', logSumExp: 'f32', lengths: 'i32' },
    outputs: { gradient: 'vec4f', rowDot: 'f32' },
    uniforms: FIELDS,
    workgroup: [threads, 1],
    ...(units ? { halfFloats: true, matrixUnits: true } : {}),
    functions: `${halves.map((block) => declareHalves(block, dialect)).join('\n')}
${declareSums(sums)}
const RANGE = ${GRADIENT_RANGE}.0;
fn inRange(four: vec4f) -> vec4f { return clamp(four, vec4f(-65504.0), vec4f(65504.0)); }
${units ? '' : UNPACK_PAIRS}${dropout ? DROPOUT_FUNCTIONS : ''}`,
    body: `
  ${units ? '' : `let subgroup = lane / ${dialect.lanes}u;`}
  if (unit >= p.size) { return; }
  let pair = unit;
  let head = pair % p.heads;
  let first = pair / p.heads * p.sequence;
  let length = u32(lengths[pair / p.heads]);
  ${rowDots(width, threads)}
  for (var block = 0u; block < p.sequence; block += ${keys}u) {
    {
      ${ofBlock.map(({ load }) => load).join('\n')}
      ${ofBlock.map(({ store }) => store).join('\n')}
    }
    ${declareProduct(dialect, ofKeys, 'dKey')}
    ${declareProduct(dialect, ofKeys, 'dValue')}
    for (var start = 0u; start < p.sequence; start += ${rows}u) {
      ${queryBlock(plan, width, dropout, dialect)}
    }
    ${storeKeys(plan, width, dialect, 'dKey', KEY)}
    ${storeKeys(plan, width, dialect, 'dValue', VALUE)}
  }`,
  };
}

/** WGSL that computes D of all rows, moved into the range, with one thread for each. */
const rowDots = (width: number, threads: number): string => `
  for (var i = lane; i < p.sequence; i += ${threads}u) {
    let at = ${rowOf('first + i', width / 4)};
    var dots = vec4f(0.0);
    for (var g = 0u; g < ${width / 4}u; g++) { dots = fma(dy[at + g], y[at + g], dots); }
    rowDot[pair * p.sequence + i] = RANGE * dot(dots, vec4f(1.0));
  }
  storageBarrier();`;

/**
 * WGSL that adds the share of a block of queries to the gradients of the block of keys, and the keys' share to the
 * queries'. Rows beyond the sentence, and keys beyond its length, weigh nothing.
 */
function queryBlock(plan: UnitBackward, width: number, dropout: boolean, dialect: MatrixDialect): string {
  const { rows, keys, threads, queries, dOut, columns, values, sums, weights, dScores } = plan;
  const { ofScores, ofQueries, ofKeys } = plan;
  const plain = (block: Block) => ({ block, transposed: false });
  const turned = (block: Block) => ({ block, transposed: true });
  const staged = [
    staging(queries, 'start', threads, pairsOf(dialect, queries, QUERY)),
    staging(dOut, 'start', threads, {
      load: (token, group) => `dy[${rowOf(token, width / 4)} + ${group}]`,
      halves: (loaded) => dialect.fromFloats(`inRange(RANGE * ${loaded})`),
    }),
  ];
  /** The vec4s of scores that a thread has. */
  const own = Math.ceil((rows * keys) / 4 / threads);
  const each = (code: (n: number) => string): string => unroll(own, code);
  return `
      {
        ${staged.map(({ load }) => load).join('\n')}
        ${staged.map(({ store }) => store).join('\n')}
      }
      workgroupBarrier();
      {
        ${declareProduct(dialect, ofScores, 'score')}
        ${addProduct(dialect, ofScores, 'score', plain(queries), turned(columns), width)}
        ${storeProduct(dialect, ofScores, 'score', sums)}
      }
      workgroupBarrier();
      ${each(
        (n) => `let line${n} = (lane + ${n * threads}u) / ${keys / 4}u;
      let group${n} = (lane + ${n * threads}u) % ${keys / 4}u;
      let score${n} = ${placeIn(sums, `line${n}`, `group${n}`)};`,
      )}
      workgroupBarrier();
      {
        ${declareProduct(dialect, ofScores, 'dWeight')}
        ${addProduct(dialect, ofScores, 'dWeight', plain(dOut), turned(values), width)}
        ${storeProduct(dialect, ofScores, 'dWeight', sums)}
      }
      workgroupBarrier();
      ${each((n) => scoreGradients(plan, n, dropout, dialect))}
      workgroupBarrier();
      ${addProduct(dialect, ofKeys, 'dValue', turned(weights), plain(dOut), rows)}
      ${addProduct(dialect, ofKeys, 'dKey', turned(dScores), plain(queries), rows)}
      {
        ${declareProduct(dialect, ofQueries, 'dQuery')}
        ${addProduct(dialect, ofQueries, 'dQuery', plain(dScores), plain(columns), keys)}
        ${storeProduct(dialect, ofQueries, 'dQuery', sums)}
      }
      workgroupBarrier();
      for (var i = lane; i < ${(rows * width) / 4}u; i += ${threads}u) {
        let line = i / ${width / 4}u;
        let group = i % ${width / 4}u;
        if (start + line < p.sequence) {
          let at = ${packedRowOf('first + start + line', QUERY, width / 4)} + group;
          var sum = ${placeIn(sums, 'line', 'group')} / RANGE;
          if (block > 0u) { sum += gradient[at]; }
          gradient[at] = sum;
        }
      }`;
}

/** WGSL that makes the thread's `n`-th four scores into weights, and the weights' gradients into those of scores. */
function scoreGradients(
  { sums, weights, dScores }: UnitBackward,
  n: number,
  dropout: boolean,
  dialect: MatrixDialect,
): string {
  return `{
  let key = block + 4u * group${n};
  let i = pair * p.sequence + min(start + line${n}, p.sequence - 1u);
  let real = vec4u(key, key + 1u, key + 2u, key + 3u) < vec4u(length);
  let counts = real & vec4<bool>(start + line${n} < p.sequence);
  let weight = select(vec4f(0.0), exp(p.scale * score${n} - logSumExp[i]), counts);
  let mask = ${dropout ? 'keep4(i * p.sequence + key)' : 'vec4f(1.0)'};
  let dScore = p.scale * weight * (mask * ${placeIn(sums, `line${n}`, `group${n}`)} - rowDot[i]);
  ${placeIn(weights, `line${n}`, `group${n}`)} = ${dialect.fromFloats('weight * mask')};
  ${placeIn(dScores, `line${n}`, `group${n}`)} = ${dialect.fromFloats('inRange(dScore)')};
}`;
}

/** WGSL that writes the gradients of the block of keys or values, as many rows at a time as `sums` has. */
function storeKeys(
  plan: UnitBackward,
  width: number,
  dialect: MatrixDialect,
  sum: string,
  part: number,
): string {
  const { rows, keys, threads, sums, ofKeys } = plan;
  const store = (round: number): string =>
    keys === rows ? storeProduct(dialect, ofKeys, sum, sums) : storeOwn(dialect, ofKeys, sum, sums, round);
  return unroll(
    keys / rows,
    (round) => `
    workgroupBarrier();
    ${store(round)}
    workgroupBarrier();
    for (var i = lane; i < ${(rows * width) / 4}u; i += ${threads}u) {
      let line = block + ${round * rows}u + i / ${width / 4}u;
      let group = i % ${width / 4}u;
      if (line < p.sequence) {
        gradient[${packedRowOf('first + line', part, width / 4)} + group] = ${placeIn(sums, `i / ${width / 4}u`, 'group')} / RANGE;
      }
    }`,
  );
}
