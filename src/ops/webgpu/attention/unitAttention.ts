/**
 * @file Attention's forward pass on the matrix units, in mixed precision, for sentences whose scores fit into workgroup
 * memory. A workgroup has a block of query rows of one head and all keys: softmax sees whole rows.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { AttentionShape, Dropout } from '../../index';
import {
  FIELDS,
  headWidth,
  KEY,
  maskOfProbabilities,
  QUERY,
  rowOf,
  uniformsOf,
  VALUE,
} from './attentionFields';
import { DROPOUT_FUNCTIONS } from '../elementwise/dropout';
import type { MatrixDialect } from '../linear/matrixDialect';
import { unroll, type KernelSource } from '../runtime/kernel';
import type { Runner } from '../runtime/runner';
import {
  addProduct,
  declareHalves,
  declareProduct,
  declareSums,
  halfBlock,
  halfBytes,
  placeIn,
  sharesOf,
  pairsOf,
  staging,
  storeProduct,
  sumBlock,
  sumBytes,
  type Block,
  type Shares,
} from './unitTiles';

/** Subgroups of a workgroup. */
const SUBGROUPS = 4;
/** Rows of a block, and keys that there is room for, in rows of a small matrix. */
const ROWS = 2;
const KEYS = [2, 4, 8];

export interface UnitForward {
  readonly rows: number;
  readonly keys: number;
  readonly threads: number;
  readonly queries: Block;
  /** Keys, and then values. */
  readonly columns: Block;
  /** Scores, and then the output. */
  readonly scores: Block;
  readonly weights: Block;
  readonly ofScores: Shares;
  readonly ofOutput: Shares;
}

/** The kernel's blocks, or null if it cannot compute this shape. @param bytes of workgroup memory that there are */
export function unitForward(
  width: number,
  sequence: number,
  { size, lanes }: Pick<MatrixDialect, 'size' | 'lanes'>,
  bytes: number,
): UnitForward | null {
  const keys = KEYS.map((count) => count * size).find((count) => count >= sequence);
  if (keys === undefined || width % size !== 0) return null;
  const rows = ROWS * size;
  const ofScores = sharesOf(rows, keys, SUBGROUPS, size);
  const ofOutput = sharesOf(rows, width, SUBGROUPS, size);
  if (!ofScores || !ofOutput) return null;
  const blocks = {
    queries: halfBlock('queries', rows, width),
    columns: halfBlock('columns', keys, width),
    scores: sumBlock('scores', rows, Math.max(keys, width)),
    weights: halfBlock('weights', rows, keys),
  };
  const { queries, columns, scores, weights } = blocks;
  const taken = halfBytes(queries) + halfBytes(columns) + sumBytes(scores) + halfBytes(weights);
  if (taken + 4 * SUBGROUPS * lanes > bytes) return null;
  return { rows, keys, threads: SUBGROUPS * lanes, ...blocks, ofScores, ofOutput };
}

/** y [T, H] and logSumExp [batch * heads * S]. */
export function unitAttention(
  runner: Runner,
  queryKeyValue: Tensor, // [T, 3H], kept as halves
  lengths: Tensor,
  shape: AttentionShape,
  dropout: Dropout | null,
  plan: UnitForward,
  dialect: MatrixDialect,
): { y: Tensor; logSumExp: Tensor } {
  const { batch, heads, sequence } = shape;
  const width = headWidth(queryKeyValue, shape);
  const y = runner.kept([batch * sequence, heads * width]);
  const logSumExp = runner.tensor([batch * heads * sequence]);
  const units = batch * heads * Math.ceil(sequence / plan.rows);
  const name = `unitAttention ${width} ${plan.keys} ${Boolean(dropout)}`;
  runner.run(name, () => source(plan, width, Boolean(dropout), dialect), {
    buffers: { queryKeyValue, lengths, y, logSumExp },
    uniforms: uniformsOf(width, shape, units, dropout),
    mask: maskOfProbabilities(shape),
    threads: units * plan.threads,
  });
  return { y, logSumExp };
}

function source(plan: UnitForward, width: number, dropout: boolean, dialect: MatrixDialect): KernelSource {
  const { rows, threads, queries, columns, scores, weights, ofScores, ofOutput } = plan;
  const units = dialect.half === 'f16';
  const output = { ...scores, width };
  const asked = staging(queries, 'start', threads, pairsOf(dialect, queries, QUERY));
  const keys = staging(columns, '0u', threads, pairsOf(dialect, columns, KEY));
  const values = staging(columns, '0u', threads, pairsOf(dialect, columns, VALUE));
  return {
    inputs: { queryKeyValue: 'vec2u', lengths: 'i32' },
    outputs: { y: 'vec4f', logSumExp: 'f32' },
    uniforms: FIELDS,
    workgroup: [threads, 1],
    ...(units ? { halfFloats: true, matrixUnits: true } : {}),
    functions: `${[queries, columns, weights].map((block) => declareHalves(block, dialect)).join('\n')}
${declareSums(scores)}
var<workgroup> parts: array<f32, ${threads}>;
${units ? '' : UNPACK_PAIRS}${dropout ? DROPOUT_FUNCTIONS : ''}`,
    body: `
  ${units ? '' : `let subgroup = lane / ${dialect.lanes}u;`}
  let blocks = (p.sequence + ${rows - 1}u) / ${rows}u;
  if (unit >= p.size) { return; }
  let pair = unit / blocks;
  let start = unit % blocks * ${rows}u;
  let head = pair % p.heads;
  let first = pair / p.heads * p.sequence;
  let length = u32(lengths[pair / p.heads]);
  {
    ${asked.load}
    ${keys.load}
    ${asked.store}
    ${keys.store}
  }
  workgroupBarrier();
  {
    ${declareProduct(dialect, ofScores, 'score')}
    ${addProduct(dialect, ofScores, 'score', { block: queries, transposed: false }, { block: columns, transposed: true }, width)}
    ${storeProduct(dialect, ofScores, 'score', scores)}
  }
  workgroupBarrier();
  { ${values.load} ${values.store} }
  ${softmax(plan, dropout, dialect)}
  workgroupBarrier();
  {
    ${declareProduct(dialect, ofOutput, 'sum')}
    ${addProduct(dialect, ofOutput, 'sum', { block: weights, transposed: false }, { block: columns, transposed: false }, plan.keys)}
    ${storeProduct(dialect, ofOutput, 'sum', output)}
  }
  workgroupBarrier();
  for (var i = lane; i < ${(rows * width) / 4}u; i += ${threads}u) {
    let line = i / ${width / 4}u;
    let group = i % ${width / 4}u;
    if (start + line < p.sequence) {
      y[${rowOf('first + start + line', width / 4)} + group] = ${placeIn(output, 'line', 'group')} / ${totalOf(threads / rows, 'line')};
    }
  }`,
  };
}

/** For tests, whose small matrices hold float32. */
export const UNPACK_PAIRS = `
fn unpack_f16(pair: vec2u) -> vec4f { return vec4f(unpack2x16float(pair.x), unpack2x16float(pair.y)); }`;

/** WGSL of the total of a row's weights, of which each thread of the row has a part. */
const totalOf = (share: number, line: string): string =>
  `(${unroll(share, (i) => `parts[${line} * ${share}u + ${i}u]`, ' + ')})`;

/**
 * The weights exp(score - largest) of the block's rows, and their totals. The threads of a row each look through all of
 * it for the largest score, and then have every so-manyth vec4.
 */
function softmax(
  { rows, keys, threads, scores, weights }: UnitForward,
  dropout: boolean,
  dialect: MatrixDialect,
): string {
  const share = threads / rows;
  const mask = dropout
    ? ' * keep4((pair * p.sequence + min(start + line, p.sequence - 1u)) * p.sequence + key)'
    : '';
  const real = (group: string): string => `(vec4u(4u * (${group})) + vec4u(0u, 1u, 2u, 3u) < vec4u(length))`;
  return `
  let line = lane / ${share}u;
  var most = vec4f(-1e30);
  for (var group = 0u; group < (length + 3u) / 4u; group++) {
    most = max(most, select(vec4f(-1e30), ${placeIn(scores, 'line', 'group')}, ${real('group')}));
  }
  let best = p.scale * max(max(most.x, most.y), max(most.z, most.w));
  var part = 0.0;
  for (var group = lane % ${share}u; group < ${keys / 4}u; group += ${share}u) {
    let key = 4u * group;
    let weight = select(vec4f(0.0), exp(p.scale * ${placeIn(scores, 'line', 'group')} - best), ${real('group')});
    part += dot(weight, vec4f(1.0));
    ${placeIn(weights, 'line', 'group')} = ${dialect.fromFloats(`weight${mask}`)};
  }
  parts[lane] = part;
  workgroupBarrier();
  if (lane % ${share}u == 0u && start + line < p.sequence) {
    logSumExp[pair * p.sequence + start + line] = best + log(${totalOf(share, 'line')});
  }`;
}
