/**
 * @file The gradients of a layer's stacked adapters, both in one kernel. With R = n * r for n adapters:
 *
 *   dA [R, I] = du [T, R]^T dropout(x) [T, I]
 *   dB        = scaling * dy^T lowRank, each adapter's [O / modules, r] from its own module's columns of dy
 *
 * A thread has one column of x or dy, or four, and up to 8 ranks. It sums over a chunk of rows; `chunkSums.ts` adds up
 * the chunks.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { Adapter, SavedInput, Slot } from '../../index';
import { DROPOUT_FUNCTIONS, dropoutUniforms, maskOf } from '../elementwise/dropout';
import { unroll, type KernelSource } from '../runtime/kernel';
import { matrixShape } from '../runtime/matrixShape';
import { GRADIENT_FIELDS, packModules, RANKS } from './narrow';
import { QUAD, worksInQuads } from '../runtime/quads';
import { rowChunks } from '../elementwise/reduce';
import type { Runner } from '../runtime/runner';
import { inputCode, type InputCode } from './savedInput';
import { ranksOfThread, sharedChunkRows, sharedSource, sharedThreads } from './sharedAdapterGradients';

export interface AdapterGradientArgs {
  readonly adapter: Adapter;
  readonly input: SavedInput; // [T, I]
  readonly du: Tensor; // [T, R]
  readonly dy: Tensor; // [T, O]
  readonly lowRank: Tensor; // [T, R]
  readonly gradients: { readonly a: Slot; readonly b: Slot };
}

/** Writes the gradients of A and B. */
export function adapterGradients(runner: Runner, args: AdapterGradientArgs): void {
  const { adapter, input, du, dy, lowRank, gradients } = args;
  const { rank, adapted, modules, dropout } = adapter;
  const [rows, outputs] = matrixShape(dy);
  const inputs = matrixShape(adapter.a)[1];
  const moduleWidth = outputs / modules;
  const way = wayOf(runner, args);
  const { vec, ranks, chunks, chunkRows } = way;
  const per = vec ? 4 : 1;
  const lowWidth = rank * adapted.length;
  const slotBlocks = Math.ceil(rank / ranks);
  // A company's slabs of A and B lie between one another, and a kernel must not write to two overlapping ranges.
  const whole = chunks === 1 && runner.slabs === 1;
  const code = inputCode(input, vec ? 'vec4f' : 'f32');
  const sizeA = lowWidth * inputs;
  const sizeB = lowWidth * moduleWidth;
  const partial = whole ? null : runner.tensor([chunks, sizeA + sizeB]);
  const columnsA = inputs / per;
  const columnsB = moduleWidth / per;
  const threads = (columnsA + columnsB) * slotBlocks * adapted.length;
  const { name, make } = kernelOf(way, rank, Boolean(dropout), whole);
  runner.run(`${name} ${input.kind} ${Boolean(dropout)} ${whole}`, () => make(code), {
    buffers: {
      ...code.buffers,
      du,
      dy,
      low: lowRank,
      ...(partial ? { partial } : { outA: gradients.a, outB: gradients.b }),
    },
    uniforms: {
      rows,
      rank,
      ranksA: columnsA * slotBlocks * adapted.length,
      threads,
      columnsA,
      columnsB,
      columnsY: outputs / per,
      slotBlocks,
      lowWidth,
      sizeA,
      size: sizeA + sizeB,
      chunks,
      chunkRows,
      modules: packModules(adapted),
      scale: adapter.scaling,
      ...dropoutUniforms(dropout),
    },
    mask: maskOf([rows, inputs]),
    threads: way.shared ? sharedThreads(threads, chunks) : threads * chunks,
  });
  if (partial) runner.chunkSums.add(partial, [gradients.a, gradients.b], sizeA);
}

/** How a kernel shares out the sums. */
interface Way {
  /** Whether a thread has four columns instead of one. */
  readonly vec: boolean;
  /** How many ranks a thread has. */
  readonly ranks: number;
  /** Whether the warps of a workgroup share a chunk (`sharedAdapterGradients.ts`), or the threads of a quad its ranks. */
  readonly shared: boolean;
  readonly quads: boolean;
  readonly chunks: number;
  readonly chunkRows: number;
}

function wayOf(runner: Runner, args: AdapterGradientArgs): Way {
  const { rank, modules } = args.adapter;
  const [rows, outputs] = matrixShape(args.dy);
  const vec = matrixShape(args.adapter.a)[1] % 4 === 0 && (outputs / modules) % 4 === 0;
  if (vec && !runner.software) {
    const chunkRows = sharedChunkRows(rows);
    const chunks = Math.ceil(rows / chunkRows);
    return { vec, ranks: ranksOfThread(rank), shared: true, quads: false, chunks, chunkRows };
  }
  const ranks = Math.min(rank, RANKS);
  const quads = vec && sharesRanks(runner, args, ranks);
  return { vec, ranks, shared: false, quads, ...rowChunks(runner, rows) };
}

/** The kernel's name, but for the input's kind, and its source. */
function kernelOf(
  { vec, ranks, shared, quads }: Way,
  rank: number,
  drops: boolean,
  whole: boolean,
): { readonly name: string; readonly make: (code: InputCode) => KernelSource } {
  if (!shared)
    return {
      name: `adapterGradients ${vec} ${ranks}${quads ? ' quads' : ''}`,
      make: (code) => source({ vec, ranks, drops, whole, quads }, code),
    };
  const vecRanks = ranks % 4 === 0 && rank % ranks === 0;
  return {
    name: `adapterGradients shared ${ranks} ${vecRanks}`,
    make: (code) => sharedSource({ ranks, vecRanks, drops, whole }, code),
  };
}

/**
 * Whether a quad of threads, which have the same ranks and neighbouring columns, can load each row's ranks together: on
 * software adapters, if blocks of ranks are whole vec4s and no quad has columns of two blocks.
 */
function sharesRanks(runner: Runner, { adapter, dy }: AdapterGradientArgs, ranks: number): boolean {
  const widths = [matrixShape(adapter.a)[1], matrixShape(dy)[1] / adapter.modules];
  const aligned = widths.every((width) => width % (4 * QUAD) === 0);
  return worksInQuads(runner) && aligned && ranks % 4 === 0 && adapter.rank % ranks === 0;
}

/**
 * WGSL that sums over the chunk's rows: each of the thread's ranks in `factors` [T, R] times the thread's columns.
 * @param value declares `value`, the thread's columns of row `row`
 */
function sums(factors: string, value: string, ranks: number, quads: boolean): string {
  if (!quads)
    return `for (var row = chunk * p.chunkRows; row < end; row++) {
      ${value}
      let start = row * p.lowWidth + slot * p.rank;
      ${unroll(ranks, (j) => `sum${j} += ${factors}[start + j${j}] * value;`)}
    }`;
  // Each thread loads the ranks of one of four rows. Beyond the last row the factors are zero.
  const load = (q: number): string =>
    `let own${q} = select(vec4f(0.0), ${factors}[start + ${q}u], next + lane % ${QUAD}u < end);`;
  return `for (var next = chunk * p.chunkRows; next < end; next += ${QUAD}u) {
      let start = (min(next + lane % ${QUAD}u, end - 1u) * p.lowWidth + slot * p.rank + first) / 4u;
      ${unroll(ranks / 4, load)}
      ${unroll(
        QUAD,
        (n) => `{
        let row = min(next + ${n}u, end - 1u);
        ${value}
        ${unroll(ranks / 4, (q) => `let of${q} = quadBroadcast(own${q}, ${n}u);`)}
        ${unroll(ranks, (j) => `sum${j} += of${j >> 2}[${j & 3}] * value;`)}
      }`,
      )}
    }`;
}

interface Variant {
  /** Whether a thread has four columns instead of one. */
  readonly vec: boolean;
  /** How many ranks a thread has. */
  readonly ranks: number;
  readonly drops: boolean;
  /** Whether there is one chunk of rows, whose sums are the gradients. */
  readonly whole: boolean;
  readonly quads: boolean;
}

function source(variant: Variant, code: InputCode): KernelSource {
  const { vec, ranks, drops, whole, quads } = variant;
  const factors = quads ? 'vec4f' : 'f32';
  const type = vec ? 'vec4f' : 'f32';
  const keep = drops ? (vec ? ' * keep4(4u * at)' : ' * keep1(at)') : '';
  return {
    inputs: { ...code.types, du: factors, dy: type, low: factors },
    outputs: whole ? { outA: 'f32', outB: 'f32' } : { partial: 'f32' },
    uniforms: GRADIENT_FIELDS,
    workgroup: [32, 1],
    subgroups: quads,
    functions: `${code.functions}${drops ? DROPOUT_FUNCTIONS : ''}`,
    body: `
  if (index >= p.threads * p.chunks) { return; }
  let chunk = index / p.threads;
  let task = index % p.threads;
  let end = min((chunk + 1u) * p.chunkRows, p.rows);
  ${unroll(ranks, (j) => `var sum${j} = ${type}();`)}
  let isA = task < p.ranksA;
  let columns = select(p.columnsB, p.columnsA, isA);
  let place = select(task - p.ranksA, task, isA);
  let group = place % columns;
  let block = place / columns;
  let slot = block / p.slotBlocks;
  let first = block % p.slotBlocks * ${ranks}u;
  ${quads ? '' : unroll(ranks, (j) => `let j${j} = min(first + ${j}u, p.rank - 1u);`)}
  if (isA) {
    let column = group;
    ${sums('du', `let at = row * p.columnsA + group; let value = ${code.value}${keep};`, ranks, quads)}
    let startA = ${whole ? '0u' : 'chunk * p.size'};
    ${storeA(variant)}
    return;
  }
  let columnY = ((p.modules >> (4u * slot)) & 15u) * p.columnsB + group;
  ${sums('low', 'let value = dy[row * p.columnsY + columnY];', ranks, quads)}
  let startB = ${whole ? '0u' : 'chunk * p.size + p.sizeA'} + slot * p.columnsB * ${vec ? 4 : 1}u * p.rank;
  ${storeB(variant)}`,
  };
}

/**
 * Copies of the thread's sums, with which `code` ends each in a loop: written out, it stood there for each rank, and the
 * kernel took half as long again to compile.
 */
function eachRank({ vec, ranks }: Variant, code: string): string {
  return `
  var sums: array<${vec ? 'vec4f' : 'f32'}, ${ranks}>;
  ${unroll(ranks, (j) => `sums[${j}] = sum${j};`)}
  for (var n = 0u; n < ${ranks}u; n++) {
    let sum = sums[n];
    let j = min(first + n, p.rank - 1u);
    ${code}
  }`;
}

/** Stores a thread's sums into A's gradient: its columns lie side by side. */
function storeA(variant: Variant): string {
  const { vec, whole } = variant;
  const out = whole ? 'outA' : 'partial';
  const at = `startA + (slot * p.rank + j) * p.columnsA${vec ? ' * 4u + 4u * group' : ' + group'}`;
  return eachRank(
    variant,
    vec ? unroll(4, (i) => `${out}[${at} + ${i}u] = sum[${i}];`) : `${out}[${at}] = sum;`,
  );
}

/** Stores a thread's sums into B's gradient: each of its columns is a row of it. */
function storeB(variant: Variant): string {
  const { vec, whole } = variant;
  const out = whole ? 'outB' : 'partial';
  const at = (i: number): string => `startB + (${vec ? `4u * group + ${i}u` : 'group'}) * p.rank + j`;
  return eachRank(
    variant,
    vec ? unroll(4, (i) => `${out}[${at(i)}] = p.scale * sum[${i}];`) : `${out}[${at(0)}] = p.scale * sum;`,
  );
}
