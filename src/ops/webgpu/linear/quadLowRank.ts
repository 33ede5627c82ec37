/**
 * @file Products as narrow as the LoRA rank (see `lowRank.ts`) by quads of threads, for software adapters. A thread has
 * four rows of x of its own and a block of up to 8 ranks. It loads a quarter of what the quad needs from the matrix.
 */
import type { Tensor } from '@tensorflow/tfjs';
import { DROPOUT_FUNCTIONS, maskOf } from '../elementwise/dropout';
import { unroll, type KernelSource } from '../runtime/kernel';
import { matrixShape } from '../runtime/matrixShape';
import { declareBlock, NARROW_FIELDS, narrowUniforms, RANKS, slotBlocksOf, type Narrow } from './narrow';
import { fromOther, QUAD, worksInQuads } from '../runtime/quads';
import type { Runner } from '../runtime/runner';

/** The rows of a thread: every fourth of its quad's rows. */
const ROWS = 4;
const QUAD_ROWS = QUAD * ROWS;

/** Whether inner is whole vec4s; and so are blocks of ranks, if the matrix is transposed. */
export function fitsQuadNarrow(runner: Runner, { inner, rank, transposed }: Narrow): boolean {
  if (!worksInQuads(runner) || inner % 4 !== 0) return false;
  return !transposed || (rank % 4 === 0 && rank % Math.min(rank, RANKS) === 0);
}

/** @returns [T, rank of all adapters together] */
export function quadNarrow(runner: Runner, args: Narrow): Tensor {
  const { x, matrix, rank, adapted, transposed, dropout } = args;
  const [rows] = matrixShape(x);
  const ranks = Math.min(rank, RANKS);
  const blocks = adapted.length * slotBlocksOf(args);
  const y = runner.tensor([rows, rank * adapted.length]);
  runner.run(
    `lowRank quads ${transposed} ${ranks} ${Boolean(dropout)}`,
    () => source(transposed, ranks, Boolean(dropout)),
    {
      buffers: { x, matrix, y },
      uniforms: narrowUniforms(args, 4),
      mask: maskOf(x),
      threads: Math.ceil(rows / QUAD_ROWS) * blocks * QUAD,
    },
  );
  return y;
}

function source(transposed: boolean, ranks: number, drops: boolean): KernelSource {
  /** vec4s of the block's ranks. */
  const quarters = Math.ceil(ranks / 4);
  const each = (code: (i: number, q: number) => string): string =>
    unroll(ROWS, (i) => unroll(quarters, (q) => code(i, q)));
  return {
    inputs: { x: 'vec4f', matrix: 'vec4f' },
    outputs: { y: transposed ? 'vec4f' : 'f32' },
    uniforms: NARROW_FIELDS,
    workgroup: [QUAD, 1],
    subgroups: true,
    functions: drops ? DROPOUT_FUNCTIONS : '',
    body: `
  if (unit / p.blocks * ${QUAD_ROWS}u >= p.rows) { return; }
  ${declareBlock('unit', ranks)}
  let row = unit / p.blocks * ${QUAD_ROWS}u + lane;
  ${unroll(ROWS, (i) => `let at${i} = min(row + ${QUAD * i}u, p.rows - 1u) * p.rowGroups + start;`)}
  ${transposed ? '' : unroll(quarters, (q) => `let rank${q} = (slot * p.rank + min(first + ${4 * q}u + lane, p.rank - 1u)) * p.groups;`)}
  ${each((i, q) => `var sum${i}_${q} = vec4f(0.0);`)}
  for (var k = 0u; k < p.groups; k++) {
    ${unroll(ROWS, (i) => `let x${i} = x[at${i} + k]${drops ? ` * keep4(4u * (at${i} + k))` : ''};`)}
    ${transposed ? rankVectors(quarters) : rankRows(quarters)}
  }
  ${store(quarters, transposed)}`,
  };
}

/**
 * For a matrix [ranks, inner]. Each thread loads four of inner for ranks of its own. Component m of a sum then belongs to
 * the rank of thread `lane ^ m`.
 */
const rankRows = (quarters: number): string =>
  unroll(
    quarters,
    (q) => `{
      let own = matrix[rank${q} + k];
      ${unroll(QUAD, (m) => `let other${m} = ${fromOther(m, 'own')};`)}
      ${unroll(ROWS, (i) => `sum${i}_${q} += vec4f(${unroll(QUAD, (m) => `dot(x${i}, other${m})`, ', ')});`)}
    }`,
  );

/** For a matrix [inner, ranks]. Each thread loads the ranks of one of four elements of inner. */
const rankVectors = (quarters: number): string =>
  unroll(
    quarters,
    (q) => `{
      let own = matrix[((4u * (slot * p.groups + k) + lane) * p.rank + first) / 4u + ${q}u];
      ${unroll(QUAD, (j) => `let ranks${j} = quadBroadcast(own, ${j}u);`)}
      ${unroll(ROWS, (i) => `sum${i}_${q} += ${unroll(QUAD, (j) => `x${i}[${j}] * ranks${j}`, ' + ')};`)}
    }`,
  );

/** Stores the sums, in a loop over copies of them, because written out it took the kernel longer to compile. */
function store(quarters: number, transposed: boolean): string {
  const start = `let start = (row + ${QUAD}u * i) * p.lowWidth + slot * p.rank + first;`;
  const each = transposed
    ? `y[start / 4u + q] = p.scale * sum;`
    : unroll(QUAD, (m) => {
        const rank = `(4u * q + (lane ^ ${m}u))`;
        return `if (first + ${rank} < p.rank) { y[start + ${rank}] = p.scale * sum[${m}]; }`;
      });
  return `
  var sums: array<vec4f, ${ROWS * quarters}>;
  ${unroll(ROWS, (i) => unroll(quarters, (q) => `sums[${i * quarters + q}] = sum${i}_${q};`))}
  for (var n = 0u; n < ${ROWS * quarters}u; n++) {
    let i = n / ${quarters}u;
    let q = n % ${quarters}u;
    if (row + ${QUAD}u * i >= p.rows) { break; }
    let sum = sums[n];
    ${start}
    ${each}
  }`;
}
