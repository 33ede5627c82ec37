/**
 * @file Products as narrow as the LoRA rank, see `lowRank.ts`, for every shape: on software adapters a thread takes a row
 * and a block of ranks, on GPUs threads share a row's sums through workgroup memory.
 */
import type { Tensor } from '@tensorflow/tfjs';
import { DROPOUT_FIELDS, DROPOUT_FUNCTIONS, dropoutUniforms } from '../elementwise/dropout';
import { unroll, type KernelSource } from '../runtime/kernel';
import { matrixShape } from '../runtime/matrixShape';
import type { Runner } from '../runtime/runner';
import { RANKS, type Narrow } from './narrow';

/** On a GPU so many threads share the sums of so many rows; a matrix element they load serves all the rows. */
const LANES = 32;
const SHARED_ROWS = 4;

export function plainNarrow(runner: Runner, args: Narrow): Tensor {
  const { x, matrix, inner, rank, adapted, transposed, dropout } = args;
  const [rows, width] = matrixShape(x);
  const { software } = runner;
  const ranks = Math.min(rank, RANKS);
  const how = readingOf({ inner, rank, ranks, transposed, software });
  const per = how === 'vectors' ? 4 : 1;
  const blocks = adapted.length * Math.ceil(rank / ranks);
  const y = runner.tensor([rows, rank * adapted.length]);
  const name = `lowRank ${how} ${transposed} ${ranks} ${Boolean(dropout)} ${software}`;
  runner.run(name, () => source(how, transposed, ranks, Boolean(dropout), software), {
    buffers: { x, matrix, y },
    uniforms: {
      rows,
      rowGroups: width / per,
      groups: inner / per,
      rank,
      blocks,
      slotBlocks: Math.ceil(rank / ranks),
      lowWidth: rank * adapted.length,
      modules: adapted.reduce((packed, module, slot) => packed + module * 16 ** slot, 0),
      scale: args.scale,
      ...dropoutUniforms(dropout),
    },
    threads: software ? rows * blocks : Math.ceil(rows / SHARED_ROWS) * blocks * LANES,
  });
  return y;
}

/**
 * How x and the matrix are read: four elements of inner at once; or one, where inner is no multiple of 4.
 * A transposed matrix has an element's ranks side by side: on a GPU, neighbouring threads then take
 * neighbouring elements, and four ranks at once where no block of ranks is cut short.
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

function source(
  how: Reading,
  transposed: boolean,
  ranks: number,
  drops: boolean,
  software: boolean,
): KernelSource {
  const vec = how === 'vectors';
  const type = vec ? 'vec4f' : 'f32';
  const sharedRows = software ? 1 : SHARED_ROWS;
  const keep = drops ? (vec ? ' * keep4(4u * at)' : ' * keep1(at)') : '';
  /** The matrix's four elements, or one, of rank j that belong to the k-th group of x. */
  const element = (j: number): string => {
    if (!transposed) return `matrix[(slot * p.rank + j${j}) * p.groups + k]`;
    if (!vec) return `matrix[(slot * p.groups + k) * p.rank + j${j}]`;
    const row = (i: number): string => `matrix[(4u * (slot * p.groups + k) + ${i}u) * p.rank + j${j}]`;
    return `vec4f(${unroll(4, row, ', ')})`;
  };
  const rankVectors = `
    let ranksAt = ((slot * p.groups + k) * p.rank + first) / 4u;
    ${unroll(ranks / 4, (q) => `let four${q} = matrix[ranksAt + ${q}u];`)}
    ${unroll(ranks, (j) => `let m${j} = four${j >> 2}[${j & 3}];`)}`;
  const eachSum = (code: (row: number, j: number) => string): string =>
    unroll(sharedRows, (row) => unroll(ranks, (j) => code(row, j)));
  // Ranks and rows beyond the last were computed as the last: storing them again does no harm.
  const store = software
    ? unroll(ranks, (j) => `y[row0 * p.lowWidth + slot * p.rank + j${j}] = p.scale * sum0_${j};`)
    : `
  ${eachSum((row, j) => `shares[lane * ${LANES + 1}u + ${row * ranks + j}u] = sum${row}_${j};`)}
  workgroupBarrier();
  if (lane >= ${sharedRows * ranks}u) { return; }
  var total = 0.0;
  for (var other = 0u; other < ${LANES}u; other++) { total += shares[other * ${LANES + 1}u + lane]; }
  let row = min(unit / p.blocks * ${sharedRows}u + lane / ${ranks}u, p.rows - 1u);
  y[row * p.lowWidth + slot * p.rank + min(first + lane % ${ranks}u, p.rank - 1u)] = p.scale * total;`;
  return {
    inputs: { x: type, matrix: how === 'rankVectors' ? 'vec4f' : transposed ? 'f32' : type },
    outputs: { y: 'f32' },
    uniforms: {
      rows: 'u32',
      rowGroups: 'u32',
      groups: 'u32',
      rank: 'u32',
      blocks: 'u32',
      slotBlocks: 'u32',
      lowWidth: 'u32',
      modules: 'u32',
      scale: 'f32',
      ...DROPOUT_FIELDS,
    },
    workgroup: [LANES, 1],
    functions: `${software ? '' : `var<workgroup> shares: array<f32, ${LANES * (LANES + 1)}>;`}${drops ? DROPOUT_FUNCTIONS : ''}`,
    body: `
  let share = ${software ? 'index' : 'unit'};
  if (share / p.blocks * ${sharedRows}u >= p.rows) { return; }
  let block = share % p.blocks;
  let slot = block / p.slotBlocks;
  let first = block % p.slotBlocks * ${ranks}u;
  let start = ((p.modules >> (4u * slot)) & 15u) * p.groups;
  ${unroll(sharedRows, (row) => `let row${row} = min(share / p.blocks * ${sharedRows}u + ${row}u, p.rows - 1u);`)}
  ${unroll(ranks, (j) => `let j${j} = min(first + ${j}u, p.rank - 1u);`)}
  ${eachSum((row, j) => `var sum${row}_${j} = 0.0;`)}
  for (var k = ${software ? '0u' : 'lane'}; k < p.groups; k += ${software ? 1 : LANES}u) {
    ${how === 'rankVectors' ? rankVectors : unroll(ranks, (j) => `let m${j} = ${element(j)};`)}
    ${unroll(
      sharedRows,
      (row) => `{
      let at = row${row} * p.rowGroups + start + k;
      let value = x[at]${keep};
      ${unroll(ranks, (j) => `sum${row}_${j} += ${vec ? `dot(value, m${j})` : `value * m${j}`};`)}
    }`,
    )}
  }
  ${store}`,
  };
}
