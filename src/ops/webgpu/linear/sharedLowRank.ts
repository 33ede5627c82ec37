/**
 * @file Products as narrow as the LoRA rank (see `lowRank.ts`) on GPUs, for adapters that sum over whole vec4s. Such a
 * product is bound by reading x. So that enough loads are on the way at once, the threads of a workgroup share the sums of
 * four rows and a block of ranks: each takes every so-manyth vec4 of the rows, and they add up their sums in workgroup
 * memory.
 */
import type { Tensor } from '@tensorflow/tfjs';
import { DROPOUT_FUNCTIONS, maskOf } from '../elementwise/dropout';
import { unroll, type KernelSource } from '../runtime/kernel';
import { matrixShape } from '../runtime/matrixShape';
import type { Runner } from '../runtime/runner';
import { declareBlock, NARROW_FIELDS, narrowUniforms, RANKS, slotBlocksOf, type Narrow } from './narrow';

/** Rows whose sums a workgroup has: an element of the matrix that is loaded serves all of them. */
const ROWS = 4;
/** The most sums of a thread, and threads of a warp. */
const SUMS = ROWS * RANKS;
const WARP = 32;

/** Whether the kernel can compute this product: a row of the matrix, or its ranks of one element, are whole vec4s. */
export function fitsSharedNarrow({ software }: Runner, { inner, rank, transposed }: Narrow): boolean {
  if (software || inner % 4 !== 0) return false;
  return !transposed || (rank % 4 === 0 && rank % Math.min(rank, RANKS) === 0);
}

/** The threads of a workgroup: so many that each has a few vec4s of a row. */
function lanesFor(groups: number): number {
  return groups > 16 * WARP ? 4 * WARP : groups > 2 * WARP ? 2 * WARP : WARP;
}

/** @returns [T, rank of all adapters together] */
export function sharedNarrow(runner: Runner, args: Narrow): Tensor {
  const { x, matrix, inner, rank, adapted, transposed, dropout } = args;
  const [rows] = matrixShape(x);
  const lanes = lanesFor(inner / 4);
  const variant: Variant = {
    lanes,
    transposed,
    ranks: Math.min(rank, RANKS),
    drops: Boolean(dropout),
  };
  const blocks = adapted.length * slotBlocksOf(args);
  const y = runner.tensor([rows, rank * adapted.length]);
  runner.run(`sharedLowRank ${Object.values(variant).map(String).join(' ')}`, () => source(variant), {
    buffers: { x, matrix, y },
    uniforms: narrowUniforms(args, 4),
    mask: maskOf(x),
    threads: Math.ceil(rows / ROWS) * blocks * lanes,
  });
  return y;
}

/** The kernel's name has these values in this order. */
interface Variant {
  readonly lanes: number;
  readonly transposed: boolean;
  /** How many ranks a block has. */
  readonly ranks: number;
  readonly drops: boolean;
}

function source(variant: Variant): KernelSource {
  const { lanes, transposed, ranks, drops } = variant;
  return {
    inputs: { x: 'vec4f', matrix: 'vec4f' },
    outputs: { y: 'f32' },
    uniforms: NARROW_FIELDS,
    workgroup: [lanes, 1],
    functions: `var<workgroup> shares: array<f32, ${lanes * SUMS}>;${drops ? DROPOUT_FUNCTIONS : ''}`,
    body: `
  let firstRow = unit / p.blocks * ${ROWS}u;
  if (firstRow >= p.rows) { return; }
  ${declareBlock('unit', ranks)}
  ${unroll(ROWS, (row) => `let row${row} = min(firstRow + ${row}u, p.rows - 1u);`)}
  ${transposed ? ranksAtOnce(variant) : elementsAtOnce(variant)}
  let at = lane * ${SUMS}u;
  let turn = lane % ${SUMS}u; // so that neighbouring threads store to different banks
  ${unroll(ROWS, (row) => unroll(ranks, (j) => `shares[at + (${row * ranks + j}u ^ turn)] = ${sumOf(transposed, row, j)};`))}
  workgroupBarrier();
  let own = lane % ${SUMS}u;
  let warp = lane / ${SUMS}u * ${SUMS * SUMS}u;
  var total = 0.0;
  for (var other = 0u; other < ${WARP}u; other++) { total += shares[warp + other * ${SUMS}u + (own ^ other)]; }
  ${lanes === WARP ? '' : addWarps(lanes)}
  let row = firstRow + own / ${ranks}u;
  let j = first + own % ${ranks}u;
  if (lane < ${ROWS * ranks}u && row < p.rows && j < p.rank) { y[row * p.lowWidth + slot * p.rank + j] = p.scale * total; }`,
  };
}

const sumOf = (transposed: boolean, row: number, j: number): string =>
  transposed ? `sum${row}_${j >> 2}[${j & 3}]` : `sum${row}_${j}`;

/** Adds up the totals of a workgroup's warps. */
const addWarps = (lanes: number): string => `
  workgroupBarrier(); // until all have read the sums
  shares[lane] = total;
  workgroupBarrier();
  if (lane < ${SUMS}u) { total = ${unroll(lanes / WARP, (warp) => `shares[lane + ${warp * SUMS}u]`, ' + ')}; }`;

/** The loop along a row: `code` has the thread's vec4 of each row in value0, value1, ... */
function loop({ lanes, drops }: Variant, factors: string, code: (row: number) => string): string {
  return `for (var k = lane; k < p.groups; k += ${lanes}u) {
    ${unroll(ROWS, (row) => `let at${row} = row${row} * p.rowGroups + start + k; let value${row} = x[at${row}]${drops ? ` * keep4(4u * at${row})` : ''};`)}
    ${factors}
    ${unroll(ROWS, code)}
  }`;
}

/** The sums with a matrix [rank, inner]: a rank's four elements lie side by side. */
function elementsAtOnce(variant: Variant): string {
  const { ranks } = variant;
  return `
  ${unroll(ranks, (j) => `let j${j} = (slot * p.rank + min(first + ${j}u, p.rank - 1u)) * p.groups;`)}
  ${unroll(ROWS, (row) => unroll(ranks, (j) => `var sum${row}_${j} = 0.0;`))}
  ${loop(
    variant,
    unroll(ranks, (j) => `let m${j} = matrix[j${j} + k];`),
    (row) => unroll(ranks, (j) => `sum${row}_${j} += dot(value${row}, m${j});`),
  )}`;
}

/** The sums with a matrix [inner, rank]: an element's ranks lie side by side, and are summed four at a time. */
function ranksAtOnce(variant: Variant): string {
  const quarters = variant.ranks / 4;
  const each = (code: (i: number, q: number) => string): string =>
    unroll(4, (i) => unroll(quarters, (q) => code(i, q)));
  return `
  ${unroll(ROWS, (row) => unroll(quarters, (q) => `var sum${row}_${q} = vec4f(0.0);`))}
  ${loop(
    variant,
    `let ranksAt = (4u * (slot * p.groups + k) * p.rank + first) / 4u;
    ${each((i, q) => `let m${i}_${q} = matrix[ranksAt + ${i}u * (p.rank / 4u) + ${q}u];`)}`,
    (row) => each((i, q) => `sum${row}_${q} += value${row}[${i}] * m${i}_${q};`),
  )}`;
}
