/**
 * @file WGSL of the gradients of A and B (see `adapterGradients.ts`) for GPUs. The product is bound by reading x and dy. So
 * that enough loads are on the way at once, four warps share a chunk of rows, each of which loads four rows ahead; they
 * add up their sums in workgroup memory.
 */
import { DROPOUT_FUNCTIONS } from '../elementwise/dropout';
import { unroll, type KernelSource } from '../runtime/kernel';
import { GRADIENT_FIELDS } from './narrow';
import type { InputCode } from './savedInput';

/** Threads of a warp, and warps of a workgroup. */
const WARP = 32;
const WARPS = 4;
/** Rows that a thread loads before it multiplies them, if it has few ranks or many. */
const AHEAD = { few: 4, many: 2 };
const FEW_RANKS = 8;
const MANY_RANKS = 16;
/** Ranks whose sums are added up at once. */
const PASS = 4;

/** How many ranks a thread has: the more, the fewer threads read the same columns. */
export function ranksOfThread(rank: number): number {
  return rank % MANY_RANKS === 0 ? MANY_RANKS : Math.min(rank, FEW_RANKS);
}

/** Rows of a chunk: a warp goes through a quarter of them. */
export function sharedChunkRows(rows: number): number {
  return rows >= 2048 ? 128 : 64;
}

/** The threads of all workgroups. */
export const sharedThreads = (threads: number, chunks: number): number =>
  Math.ceil(threads / WARP) * WARP * WARPS * chunks;

export interface SharedVariant {
  /** How many ranks a thread has: a multiple of 4 that divides the rank, or any number up to the rank. */
  readonly ranks: number;
  /** Whether an adapter's ranks of a row are read four at a time. */
  readonly vecRanks: boolean;
  readonly drops: boolean;
  /** Whether there is one chunk of rows, whose sums are the gradients. */
  readonly whole: boolean;
}

/** The kernel. A thread has four columns of x or dy and some ranks; the warps of a workgroup have the same ones. */
export function sharedSource(variant: SharedVariant, code: InputCode): KernelSource {
  const { ranks, vecRanks, drops, whole } = variant;
  const factors = vecRanks ? 'vec4f' : 'f32';
  return {
    inputs: { ...code.types, du: factors, dy: 'vec4f', low: factors },
    outputs: whole ? { outA: 'f32', outB: 'f32' } : { partial: 'f32' },
    uniforms: GRADIENT_FIELDS,
    workgroup: [WARP * WARPS, 1],
    functions: `var<workgroup> shares: array<vec4f, ${(WARPS - 1) * PASS * WARP}>;
${code.functions}${drops ? DROPOUT_FUNCTIONS : ''}`,
    body: `
  let groups = (p.threads + ${WARP - 1}u) / ${WARP}u;
  let chunk = unit / groups;
  if (chunk >= p.chunks) { return; }
  let thread = lane % ${WARP}u;
  let warp = lane / ${WARP}u;
  let wanted = unit % groups * ${WARP}u + thread;
  let task = min(wanted, p.threads - 1u); // all threads of a workgroup meet at its barriers
  let end = min((chunk + 1u) * p.chunkRows, p.rows);
  ${unroll(ranks, (j) => `var sum${j} = vec4f(0.0);`)}
  let isA = task < p.ranksA;
  let columns = select(p.columnsB, p.columnsA, isA);
  let place = select(task - p.ranksA, task, isA);
  let group = place % columns;
  let block = place / columns;
  let slot = block / p.slotBlocks;
  let first = block % p.slotBlocks * ${ranks}u;
  ${vecRanks ? '' : unroll(ranks, (j) => `let j${j} = slot * p.rank + min(first + ${j}u, p.rank - 1u);`)}
  if (isA) {
    let column = group;
    ${sums(variant, 'du', (n) => `let at = row${n} * p.columnsA + group; let value = ${code.value}${drops ? ' * keep4(4u * at)' : ''};`)}
  } else {
    let columnY = ((p.modules >> (4u * slot)) & 15u) * p.columnsB + group;
    ${sums(variant, 'low', (n) => `let value = dy[row${n} * p.columnsY + columnY];`)}
  }
  ${addWarps(ranks)}
  if (warp > 0u || wanted >= p.threads) { return; }
  if (isA) {
    let startA = ${whole ? '0u' : 'chunk * p.size'};
    ${eachRank(ranks, (n) => storeA(whole, n))}
    return;
  }
  let startB = ${whole ? '0u' : 'chunk * p.size + p.sizeA'} + slot * p.columnsB * 4u * p.rank;
  ${eachRank(ranks, (n) => storeB(whole, n))}`,
  };
}

/**
 * WGSL that sums over every fourth row of the chunk: each of the thread's ranks in `factors` [T, R] times the thread's
 * columns. @param value declares `value`, the thread's columns of row `row<n>`
 */
function sums({ ranks, vecRanks }: SharedVariant, factors: string, value: (n: number) => string): string {
  const load = (n: number): string =>
    vecRanks
      ? unroll(
          ranks / 4,
          (q) => `let f${n}_${q} = select(vec4f(0.0), ${factors}[from${n} + ${q}u], inside${n});`,
        )
      : unroll(ranks, (j) => `let f${n}_${j} = select(0.0, ${factors}[from${n} + j${j}], inside${n});`);
  const factor = (n: number, j: number): string => (vecRanks ? `f${n}_${j >> 2}[${j & 3}]` : `f${n}_${j}`);
  const from = (n: number): string =>
    vecRanks ? `(row${n} * p.lowWidth + slot * p.rank + first) / 4u` : `row${n} * p.lowWidth`;
  const ahead = ranks > FEW_RANKS ? AHEAD.many : AHEAD.few;
  return `for (var next = chunk * p.chunkRows + warp; next < end; next += ${ahead * WARPS}u) {
      ${unroll(
        ahead,
        (n) => `let inside${n} = next + ${n * WARPS}u < end;
      let row${n} = min(next + ${n * WARPS}u, end - 1u);
      var value${n}: vec4f;
      { ${value(n)} value${n} = value; }
      let from${n} = ${from(n)};
      ${load(n)}`,
      )}
      ${unroll(ahead, (n) => unroll(ranks, (j) => `sum${j} += ${factor(n, j)} * value${n};`))}
    }`;
}

/** Adds the sums of the other warps to those of the first. */
function addWarps(ranks: number): string {
  const passes = Array.from({ length: Math.ceil(ranks / PASS) }, (_, pass) => pass * PASS);
  const at = (warp: string, j: number): string =>
    `shares[(${warp} * ${PASS}u + ${j % PASS}u) * ${WARP}u + thread]`;
  return passes
    .map((start) => {
      const count = Math.min(PASS, ranks - start);
      return `${start > 0 ? 'workgroupBarrier();' : ''}
  if (warp > 0u) { ${unroll(count, (j) => `${at('(warp - 1u)', j)} = sum${start + j};`)} }
  workgroupBarrier();
  if (warp == 0u) {
    ${unroll(count, (j) => `sum${start + j} += ${unroll(WARPS - 1, (other) => at(`${other}u`, j), ' + ')};`)}
  }`;
    })
    .join('\n');
}

/** Code for each of the thread's ranks, of which those beyond the last repeat it. */
function eachRank(ranks: number, code: (n: number) => string): string {
  return unroll(ranks, (n) => `{ let j = min(first + ${n}u, p.rank - 1u); ${code(n)} }`);
}

/** Stores a thread's sums into A's gradient: its columns lie side by side. */
function storeA(whole: boolean, n: number): string {
  const at = 'startA + (slot * p.rank + j) * p.columnsA * 4u + 4u * group';
  return unroll(4, (i) => `${whole ? 'outA' : 'partial'}[${at} + ${i}u] = sum${n}[${i}];`, ' ');
}

/** Stores a thread's sums into B's gradient: each of its columns is a row of it. */
function storeB(whole: boolean, n: number): string {
  const at = (i: number): string => `startB + (4u * group + ${i}u) * p.rank + j`;
  return unroll(4, (i) => `${whole ? 'outB' : 'partial'}[${at(i)}] = p.scale * sum${n}[${i}];`, ' ');
}
