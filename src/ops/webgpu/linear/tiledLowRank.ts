/**
 * @file Products as narrow as a large LoRA rank (see `lowRank.ts`) on GPUs. From 16 ranks on, a thread that reads every vec4 for
 * itself is bound by its loads. So a warp copies a tile of x and of the matrix into workgroup memory, and each of its threads
 * multiplies four rows by four ranks. The warps of a workgroup have the same rows and ranks; they take turns along inner, and
 * add up their sums at the end.
 */
import type { Tensor } from '@tensorflow/tfjs';
import { DROPOUT_FUNCTIONS, maskOf } from '../elementwise/dropout';
import { unroll, type KernelSource } from '../runtime/kernel';
import { matrixShape } from '../runtime/matrixShape';
import type { Runner } from '../runtime/runner';
import { declareBlock, NARROW_FIELDS, narrowUniforms, slotBlocksOf, type Narrow } from './narrow';

const WARPS = 4;
const WARP = 32;
/** Rows of a thread, and ranks. */
const PART = 4;
/** How far along inner a tile reaches, in vec4s. */
const DEPTH = 4;
/** Vec4s from a line of a tile to the next: an odd number, so that eight lines are in eight different groups of banks. */
const LINE = DEPTH + 1;
/** Fewer workgroups than this leave most of a GPU without work. */
const FEWEST_WORKGROUPS = 64;

/** Ranks of a tile. */
const ranksOf = (rank: number): 16 | 32 => (rank % 32 === 0 ? 32 : 16);
const rowsOf = (ranks: number): number => (PART * WARP * PART) / ranks;

/** Whether the kernel can compute this product, and is the faster one. */
export function fitsTiledNarrow({ software }: Runner, args: Narrow): boolean {
  const { x, inner, rank, adapted } = args;
  if (software || inner % 4 !== 0 || rank % 16 !== 0) return false;
  const [rows] = matrixShape(x);
  const ranks = ranksOf(rank);
  return Math.ceil(rows / rowsOf(ranks)) * adapted.length * (rank / ranks) >= FEWEST_WORKGROUPS;
}

/** @returns [T, rank of all adapters together] */
export function tiledNarrow(runner: Runner, args: Narrow): Tensor {
  const { x, matrix, rank, adapted, transposed, dropout } = args;
  const [rows] = matrixShape(x);
  const variant: Variant = { ranks: ranksOf(rank), transposed, drops: Boolean(dropout) };
  const blocks = adapted.length * slotBlocksOf(args, variant.ranks);
  const y = runner.tensor([rows, rank * adapted.length]);
  runner.run(`tiledLowRank ${Object.values(variant).map(String).join(' ')}`, () => source(variant), {
    buffers: { x, matrix, y },
    uniforms: narrowUniforms(args, 4, variant.ranks),
    mask: maskOf(x),
    threads: Math.ceil(rows / rowsOf(variant.ranks)) * blocks * WARPS * WARP,
  });
  return y;
}

/** The kernel's name has these values in this order. */
interface Variant {
  readonly ranks: 16 | 32;
  readonly transposed: boolean;
  readonly drops: boolean;
}

function source(variant: Variant): KernelSource {
  const { ranks, transposed, drops } = variant;
  const rows = rowsOf(ranks);
  const across = ranks / PART;
  const tileX = rows * LINE;
  const tile = tileX + (transposed ? 4 * DEPTH * across : ranks * LINE);
  return {
    inputs: { x: 'vec4f', matrix: 'vec4f' },
    outputs: { y: 'f32' },
    uniforms: NARROW_FIELDS,
    workgroup: [WARPS * WARP, 1],
    functions: `var<workgroup> tiles: array<vec4f, ${WARPS * tile}>;${drops ? DROPOUT_FUNCTIONS : ''}`,
    body: `
  let firstRow = unit / p.blocks * ${rows}u;
  if (firstRow >= p.rows) { return; }
  ${declareBlock('unit', ranks)}
  let warp = lane / ${WARP}u;
  let thread = lane % ${WARP}u;
  let across = thread % ${across}u;
  let down = thread / ${across}u;
  let tileX = warp * ${tile}u;
  let tileM = tileX + ${tileX}u;
  ${unroll(PART, (i) => `var sum${i} = vec4f(0.0);`)}
  ${unroll(copiesX(variant), (i) => `var x${i}: vec4f;`)}
  ${unroll(copiesM(variant), (i) => `var m${i}: vec4f;`)}
  var begin = warp * ${DEPTH}u;
  ${loadX(variant)}
  ${loadMatrix(variant)}
  for (var k = 0u; k < p.groups; k += ${WARPS * DEPTH}u) {
    workgroupBarrier(); // until all have read the tiles before
    ${storeX(variant)}
    ${storeMatrix(variant)}
    workgroupBarrier();
    // The next tiles are on the way while these are multiplied.
    begin += ${WARPS * DEPTH}u;
    ${loadX(variant)}
    ${loadMatrix(variant)}
    ${transposed ? ranksAtOnce(across) : elementsAtOnce(across)}
  }
  workgroupBarrier();
  ${unroll(PART, (i) => `tiles[warp * ${PART * WARP}u + ${i * WARP}u + thread] = sum${i};`)}
  workgroupBarrier();
  let total = ${unroll(WARPS, (other) => `tiles[${other * PART * WARP}u + lane]`, ' + ')};
  let row = firstRow + warp * ${WARP / across}u + down;
  if (row < p.rows) {
    let at = row * p.lowWidth + slot * p.rank + first;
    ${unroll(PART, (j) => `y[at + ${rankOf(variant, j)}] = p.scale * total[${j}];`)}
  }`,
  };
}

/** The thread's j-th rank among those of the tile. */
const rankOf = ({ transposed, ranks }: Variant, j: number): string =>
  transposed ? `4u * across + ${j}u` : `across + ${(j * ranks) / PART}u`;

/** Vec4s of x that each thread copies; eight rows at once, four vec4s of each. */
const copiesX = ({ ranks }: Variant): number => rowsOf(ranks) / 8;
/** The same of the matrix. */
const copiesM = ({ ranks }: Variant): number => ranks / 8;

const loadX = (variant: Variant): string =>
  unroll(
    copiesX(variant),
    (i) => `
    { let at${i} = min(firstRow + ${8 * i}u + thread / ${DEPTH}u, p.rows - 1u) * p.rowGroups + start + min(begin + thread % ${DEPTH}u, p.groups - 1u);
    x${i} = select(vec4f(0.0), x[at${i}]${variant.drops ? ` * keep4(4u * at${i})` : ''}, begin + thread % ${DEPTH}u < p.groups); }`,
  );

const storeX = (variant: Variant): string =>
  unroll(
    copiesX(variant),
    (i) => `tiles[tileX + (${8 * i}u + thread / ${DEPTH}u) * ${LINE}u + thread % ${DEPTH}u] = x${i};`,
  );

/** A matrix [rank, inner] is copied like x; of a matrix [inner, rank] each element's ranks. What lies beyond inner meets zeros. */
const loadMatrix = (variant: Variant): string =>
  unroll(copiesM(variant), (i) => {
    const { transposed, ranks } = variant;
    const across = ranks / PART;
    return transposed
      ? `m${i} = matrix[((slot * p.groups * 4u + min(4u * begin + ${(WARP / across) * i}u + down, 4u * p.groups - 1u)) * p.rank + first) / 4u + across];`
      : `m${i} = matrix[(slot * p.rank + first + ${8 * i}u + thread / ${DEPTH}u) * p.groups + min(begin + thread % ${DEPTH}u, p.groups - 1u)];`;
  });

const storeMatrix = (variant: Variant): string =>
  unroll(copiesM(variant), (i) =>
    variant.transposed
      ? `tiles[tileM + ${WARP * i}u + thread] = m${i};`
      : `tiles[tileM + (${8 * i}u + thread / ${DEPTH}u) * ${LINE}u + thread % ${DEPTH}u] = m${i};`,
  );

/** A thread's rows lie `down` apart, so that neighbours read neighbouring lines. */
const readX = (across: number, v: number): string =>
  unroll(PART, (i) => `let a${i} = tiles[tileX + (down + ${(i * WARP) / across}u) * ${LINE}u + ${v}u];`);

/** The products with a matrix [rank, inner], four elements of inner at once. */
function elementsAtOnce(across: number): string {
  return unroll(
    DEPTH,
    (v) => `{
      ${readX(across, v)}
      ${unroll(PART, (j) => `let b${j} = tiles[tileM + (across + ${j * across}u) * ${LINE}u + ${v}u];`)}
      ${unroll(PART, (i) => `sum${i} += vec4f(${unroll(PART, (j) => `dot(a${i}, b${j})`, ', ')});`)}
    }`,
  );
}

/** The products with a matrix [inner, rank], four ranks at once. */
function ranksAtOnce(across: number): string {
  return unroll(
    DEPTH,
    (v) => `{
      ${readX(across, v)}
      ${unroll(4, (e) => `let b${e} = tiles[tileM + ${(4 * v + e) * across}u + across];`)}
      ${unroll(PART, (i) => unroll(4, (e) => `sum${i} += a${i}[${e}] * b${e};`))}
    }`,
  );
}
