/**
 * @file Products as narrow as the LoRA rank (see `lowRank.ts`), for every shape. On software adapters a thread has a
 * row and a block of up to 8 ranks. On GPUs the 32 threads of a workgroup share the sums of four rows and a block of
 * ranks: each sums every 32nd element of inner, and they add up their sums in workgroup memory.
 */
import type { Tensor } from '@tensorflow/tfjs';
import { DROPOUT_FUNCTIONS, maskOf } from '../elementwise/dropout';
import { unroll, type KernelSource } from '../runtime/kernel';
import { matrixShape } from '../runtime/matrixShape';
import type { Runner } from '../runtime/runner';
import { declareBlock, NARROW_FIELDS, narrowUniforms, RANKS, slotBlocksOf, type Narrow } from './narrow';

/** On a GPU, threads that share sums, and rows whose sums they share: a matrix element that they load serves all rows. */
const LANES = 32;
const SHARED_ROWS = 4;

/** @returns [T, rank of all adapters together] */
export function plainNarrow(runner: Runner, args: Narrow): Tensor {
  const { x, matrix, inner, rank, adapted, transposed, dropout } = args;
  const [rows] = matrixShape(x);
  const { software } = runner;
  const ranks = Math.min(rank, RANKS);
  const how = readingOf({ inner, rank, ranks, transposed, software });
  const blocks = adapted.length * slotBlocksOf(args);
  const y = runner.tensor([rows, rank * adapted.length]);
  const variant: Variant = { how, transposed, ranks, drops: Boolean(dropout), software };
  runner.run(`lowRank ${Object.values(variant).map(String).join(' ')}`, () => source(variant), {
    buffers: { x, matrix, y },
    uniforms: narrowUniforms(args, how === 'vectors' ? 4 : 1),
    mask: maskOf(x),
    threads: software ? rows * blocks : Math.ceil(rows / SHARED_ROWS) * blocks * LANES,
  });
  return y;
}

/** The kernel's name has these values in this order. */
interface Variant {
  readonly how: Reading;
  readonly transposed: boolean;
  /** How many ranks a block has. */
  readonly ranks: number;
  readonly drops: boolean;
  readonly software: boolean;
}

/**
 * How x and the matrix are read: four elements of inner at once, or one if inner is not a multiple of 4. In a
 * transposed matrix an element's ranks are side by side. On a GPU, neighbouring threads then take neighbouring
 * elements, and four ranks at once if every block of ranks is whole.
 */
type Reading = 'vectors' | 'elements' | 'rankVectors';

function readingOf({
  inner,
  rank,
  ranks,
  transposed,
  software,
}: Pick<Narrow, 'inner' | 'rank' | 'transposed'> & { ranks: number; software: boolean }): Reading {
  if (transposed && !software) return ranks % 4 === 0 && rank % ranks === 0 ? 'rankVectors' : 'elements';
  return inner % 4 === 0 ? 'vectors' : 'elements';
}

/** Code for the sum of each row and rank of the block. */
function eachSum({ software, ranks }: Variant, code: (row: number, j: number) => string): string {
  return unroll(software ? 1 : SHARED_ROWS, (row) => unroll(ranks, (j) => code(row, j)));
}

function source(variant: Variant): KernelSource {
  const { how, transposed, ranks, drops, software } = variant;
  const vec = how === 'vectors';
  const type = vec ? 'vec4f' : 'f32';
  const sharedRows = software ? 1 : SHARED_ROWS;
  const keep = drops ? (vec ? ' * keep4(4u * at)' : ' * keep1(at)') : '';
  return {
    inputs: { x: type, matrix: how === 'rankVectors' ? 'vec4f' : transposed ? 'f32' : type },
    outputs: { y: 'f32' },
    uniforms: NARROW_FIELDS,
    workgroup: [LANES, 1],
    functions: `${software ? '' : `var<workgroup> shares: array<f32, ${LANES * (LANES + 1)}>;`}${drops ? DROPOUT_FUNCTIONS : ''}`,
    body: `
  let share = ${software ? 'index' : 'unit'};
  if (share / p.blocks * ${sharedRows}u >= p.rows) { return; }
  ${declareBlock('share', ranks)}
  ${unroll(sharedRows, (row) => `let row${row} = min(share / p.blocks * ${sharedRows}u + ${row}u, p.rows - 1u);`)}
  ${unroll(ranks, (j) => `let j${j} = min(first + ${j}u, p.rank - 1u);`)}
  ${eachSum(variant, (row, j) => `var sum${row}_${j} = 0.0;`)}
  for (var k = ${software ? '0u' : 'lane'}; k < p.groups; k += ${software ? 1 : LANES}u) {
    ${how === 'rankVectors' ? rankVectors(ranks) : unroll(ranks, (j) => `let m${j} = ${element(variant, j)};`)}
    ${unroll(
      sharedRows,
      (row) => `{
      let at = row${row} * p.rowGroups + start + k;
      let value = x[at]${keep};
      ${unroll(ranks, (j) => `sum${row}_${j} += ${vec ? `dot(value, m${j})` : `value * m${j}`};`)}
    }`,
    )}
  }
  ${store(variant)}`,
  };
}

/** The element of the matrix, or four of them, at rank j that belong to the k-th group of x. */
function element({ how, transposed }: Variant, j: number): string {
  if (!transposed) return `matrix[(slot * p.rank + j${j}) * p.groups + k]`;
  if (how !== 'vectors') return `matrix[(slot * p.groups + k) * p.rank + j${j}]`;
  const row = (i: number): string => `matrix[(4u * (slot * p.groups + k) + ${i}u) * p.rank + j${j}]`;
  return `vec4f(${unroll(4, row, ', ')})`;
}

/** Declares m0, m1, ...: all ranks of the block for the k-th element of x. */
const rankVectors = (ranks: number): string => `
    let ranksAt = ((slot * p.groups + k) * p.rank + first) / 4u;
    ${unroll(ranks / 4, (q) => `let four${q} = matrix[ranksAt + ${q}u];`)}
    ${unroll(ranks, (j) => `let m${j} = four${j >> 2}[${j & 3}];`)}`;

/** Ranks and rows beyond the last were computed as the last: storing them again does no harm. */
function store(variant: Variant): string {
  const { ranks, software } = variant;
  if (software)
    return unroll(ranks, (j) => `y[row0 * p.lowWidth + slot * p.rank + j${j}] = p.scale * sum0_${j};`);
  return `
  ${eachSum(variant, (row, j) => `shares[lane * ${LANES + 1}u + ${row * ranks + j}u] = sum${row}_${j};`)}
  workgroupBarrier();
  if (lane >= ${SHARED_ROWS * ranks}u) { return; }
  var total = 0.0;
  for (var other = 0u; other < ${LANES}u; other++) { total += shares[other * ${LANES + 1}u + lane]; }
  let row = min(unit / p.blocks * ${SHARED_ROWS}u + lane / ${ranks}u, p.rows - 1u);
  y[row * p.lowWidth + slot * p.rank + min(first + lane % ${ranks}u, p.rank - 1u)] = p.scale * total;`;
}
