/**
 * @file Products as narrow as the LoRA rank, see `lowRank.ts`, by quads of threads: for software adapters. Each
 * thread has rows of x of its own; of the matrix it loads a quarter of what the quad needs.
 */
import type { Tensor } from '@tensorflow/tfjs';
import { DROPOUT_FIELDS, DROPOUT_FUNCTIONS, dropoutUniforms } from '../elementwise/dropout';
import { unroll, type KernelSource } from '../runtime/kernel';
import { matrixShape } from '../runtime/matrixShape';
import { RANKS, type Narrow } from './narrow';
import { fromOther, QUAD, worksInQuads } from '../runtime/quads';
import type { Runner } from '../runtime/runner';

/** Rows a thread: of a quad's rows every fourth. */
const ROWS = 4;
const QUAD_ROWS = QUAD * ROWS;

/** Whether inner is whole vec4s, and so are the ranks where an element's lie side by side. */
export function fitsQuadNarrow(runner: Runner, { inner, rank, transposed }: Narrow): boolean {
  if (!worksInQuads(runner) || inner % 4 !== 0) return false;
  return !transposed || (rank % 4 === 0 && rank % Math.min(rank, RANKS) === 0);
}

export function quadNarrow(runner: Runner, args: Narrow): Tensor {
  const { x, matrix, inner, rank, adapted, transposed, dropout } = args;
  const [rows, width] = matrixShape(x);
  const ranks = Math.min(rank, RANKS);
  const slotBlocks = Math.ceil(rank / ranks);
  const blocks = adapted.length * slotBlocks;
  const y = runner.tensor([rows, rank * adapted.length]);
  runner.run(
    `lowRank quads ${transposed} ${ranks} ${Boolean(dropout)}`,
    () => source(transposed, ranks, Boolean(dropout)),
    {
      buffers: { x, matrix, y },
      uniforms: {
        rows,
        rowGroups: width / 4,
        groups: inner / 4,
        rank,
        blocks,
        slotBlocks,
        lowWidth: rank * adapted.length,
        modules: adapted.reduce((packed, module, slot) => packed + module * 16 ** slot, 0),
        scale: args.scale,
        ...dropoutUniforms(dropout),
      },
      threads: Math.ceil(rows / QUAD_ROWS) * blocks * QUAD,
    },
  );
  return y;
}

function source(transposed: boolean, ranks: number, drops: boolean): KernelSource {
  /** Of the block's ranks, in vec4s. */
  const quarters = Math.ceil(ranks / 4);
  const each = (code: (i: number, q: number) => string): string =>
    unroll(ROWS, (i) => unroll(quarters, (q) => code(i, q)));
  return {
    inputs: { x: 'vec4f', matrix: 'vec4f' },
    outputs: { y: transposed ? 'vec4f' : 'f32' },
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
    workgroup: [QUAD, 1],
    subgroups: true,
    functions: drops ? DROPOUT_FUNCTIONS : '',
    body: `
  if (unit / p.blocks * ${QUAD_ROWS}u >= p.rows) { return; }
  let block = unit % p.blocks;
  let slot = block / p.slotBlocks;
  let first = block % p.slotBlocks * ${ranks}u;
  let row = unit / p.blocks * ${QUAD_ROWS}u + lane;
  let module0 = (p.modules >> (4u * slot)) & 15u;
  ${unroll(ROWS, (i) => `let at${i} = min(row + ${QUAD * i}u, p.rows - 1u) * p.rowGroups + module0 * p.groups;`)}
  ${transposed ? '' : unroll(quarters, (q) => `let rank${q} = (slot * p.rank + min(first + ${4 * q}u + lane, p.rank - 1u)) * p.groups;`)}
  ${each((i, q) => `var sum${i}_${q} = vec4f(0.0);`)}
  for (var k = 0u; k < p.groups; k++) {
    ${unroll(ROWS, (i) => `let x${i} = x[at${i} + k]${drops ? ` * keep4(4u * (at${i} + k))` : ''};`)}
    ${transposed ? rankVectors(quarters) : rankRows(quarters)}
  }
  ${unroll(
    ROWS,
    (i) => `if (row + ${QUAD * i}u < p.rows) {
    let start = (row + ${QUAD * i}u) * p.lowWidth + slot * p.rank + first;
    ${unroll(quarters, (q) => store(i, q, transposed))}
  }`,
  )}`,
  };
}

/** The matrix is [ranks, inner]: a thread loads ranks of its own, whose sums lie by thread `lane ^ m`. */
const rankRows = (quarters: number): string =>
  unroll(
    quarters,
    (q) => `{
      let own = matrix[rank${q} + k];
      ${unroll(QUAD, (m) => `let other${m} = ${fromOther(m, 'own')};`)}
      ${unroll(ROWS, (i) => `sum${i}_${q} += vec4f(${unroll(QUAD, (m) => `dot(x${i}, other${m})`, ', ')});`)}
    }`,
  );

/** The matrix is [inner, ranks]: of four of inner a thread loads one's ranks. */
const rankVectors = (quarters: number): string =>
  unroll(
    quarters,
    (q) => `{
      let own = matrix[((4u * (slot * p.groups + k) + lane) * p.rank + first) / 4u + ${q}u];
      ${unroll(QUAD, (j) => `let ranks${j} = quadBroadcast(own, ${j}u);`)}
      ${unroll(ROWS, (i) => `sum${i}_${q} += ${unroll(QUAD, (j) => `x${i}[${j}] * ranks${j}`, ' + ')};`)}
    }`,
  );

function store(i: number, q: number, transposed: boolean): string {
  if (transposed) return `y[start / 4u + ${q}u] = p.scale * sum${i}_${q};`;
  return unroll(QUAD, (m) => {
    const rank = `(${4 * q}u + (lane ^ ${m}u))`;
    return `if (first + ${rank} < p.rank) { y[start + ${rank}] = p.scale * sum${i}_${q}[${m}]; }`;
  });
}
