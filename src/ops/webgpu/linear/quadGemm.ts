/**
 * @file A linear layer's products for forward and the input gradient (see `gemm.ts`) by quads of threads, for software
 * adapters. A thread has 8 rows of a and loads four columns of b. The quad exchanges the columns, so that the thread
 * computes 16 columns of its rows from what four threads loaded.
 *
 * Measured on SwiftShader with 256 x 256 x 64: a vector's multiply-add takes 1.7 ns of a core, and 2.5 ns in `gemm.ts`.
 * With more rows per thread, or more of inner in an iteration, the loop no longer fits the instruction cache: 3 ns.
 */
import type { Precision } from '../../index';
import { PACKED_TYPES, packedLoader } from './gemm';
import { gemmWork, NO_SLOT, slotsOf, type GemmArgs } from './gemmArgs';
import { NF4_FIELDS, nf4Uniforms } from './nf4';
import { DROPOUT_FIELDS, DROPOUT_FUNCTIONS, dropoutUniforms, maskOf } from '../elementwise/dropout';
import { GELU_FUNCTIONS } from '../elementwise/geluFunctions';
import { unroll, type KernelSource } from '../runtime/kernel';
import { fromOther, QUAD, worksInQuads } from '../runtime/quads';
import type { Runner } from '../runtime/runner';

/** The rows of a thread: every fourth of its quad's rows. */
const ROWS = 8;
const QUAD_ROWS = QUAD * ROWS;
/** The columns of a quad, of which each thread loads a vec4. */
const QUAD_COLUMNS = QUAD * 4;

/** With fewer rows than this, most of a quad's would be beyond the last. */
const LEAST_ROWS = 16;

/**
 * What a kernel does with a finished sum, by the uniform `ending`. A kernel of its own for each would take a software
 * adapter as long to compile again: the products are most of it, and they are the same.
 */
const ENDINGS = { store: 0, add: 1, activate: 2 } as const;

interface Variant {
  readonly form: 'NT' | 'NN';
  readonly precision: Precision;
  readonly bias: boolean;
  readonly adapter: boolean;
  /** Whether the rank is a multiple of 4. */
  readonly vecRank: boolean;
  readonly dropout: boolean;
  /** A pre-activation beside c, written in forward (NT) and read in backward (NN). */
  readonly preActivation: boolean;
}

/**
 * Whether the kernel can compute this product: all matrices have rows of whole vec4s, and a quad's columns belong to one
 * module. Frozen matrices are not transposed on software adapters, so the term of NT is always the output's, and that of
 * NN the input's.
 */
export function fitsQuadGemm(runner: Runner, args: GemmArgs): boolean {
  const { form, b, rows, columns, inner, adapter, epilogue } = args;
  if (!worksInQuads(runner) || form === 'TN' || rows < LEAST_ROWS) return false;
  if ('precision' in b && b.transposed) return false;
  if (epilogue && epilogue.kind !== (form === 'NT' ? 'gelu' : 'geluGradient')) return false;
  if (adapter && adapter.kind !== (form === 'NT' ? 'output' : 'input')) return false;
  if (columns % 4 !== 0 || inner % 4 !== 0) return false;
  const modules = adapter?.modules ?? 1;
  return modules === 1 || (columns / modules) % QUAD_COLUMNS === 0;
}

export function quadGemm(runner: Runner, args: GemmArgs): void {
  const { form, a, b, c, rows, columns, inner, adapter, epilogue } = args;
  if (form === 'TN') throw new Error('There is no weight gradient by quads.');
  const packed = 'precision' in b ? b : null;
  const variant: Variant = {
    form,
    precision: packed?.precision ?? 'f32',
    bias: Boolean(args.bias),
    adapter: Boolean(adapter),
    vecRank: (adapter?.rank ?? 0) % 4 === 0,
    dropout: Boolean(adapter?.dropout),
    preActivation: Boolean(epilogue?.preActivation),
  };
  const tiles = Math.ceil(rows / QUAD_ROWS) * Math.ceil(columns / QUAD_COLUMNS);
  runner.run(`quadGemm ${Object.values(variant).map(String).join(' ')}`, () => source(variant), {
    buffers: {
      a,
      b: 'precision' in b ? b.data : b,
      c,
      ...(packed?.scale ? { scales: packed.scale } : {}),
      ...(args.bias ? { bias: args.bias } : {}),
      ...(adapter ? { low: adapter.low, adapter: adapter.weight } : {}),
      ...(epilogue?.preActivation ? { preActivation: epilogue.preActivation } : {}),
    },
    uniforms: {
      rows,
      groups: columns / 4,
      innerGroups: inner / 4,
      widthB: form === 'NT' ? inner : columns,
      rank: adapter?.rank ?? 0,
      lowWidth: adapter ? adapter.rank * adapter.adapted.length : 0,
      moduleGroups: columns / 4 / (adapter?.modules ?? 1),
      slots: adapter ? slotsOf(adapter) : 0,
      scale: adapter?.scale ?? 1,
      ending: ENDINGS[epilogue ? 'activate' : args.accumulate ? 'add' : 'store'],
      ...dropoutUniforms(adapter?.dropout ?? null),
      ...(packed?.precision === 'nf4' ? nf4Uniforms(packed) : {}),
    },
    mask: maskOf([rows, columns]),
    threads: tiles * QUAD,
    work: gemmWork(args),
  });
}

/** Code for each row `i` and each thread `lane ^ m` of the quad: `sum<i>_<m>` holds the columns that it loads. */
const eachSum = (code: (i: number, m: number) => string): string =>
  unroll(ROWS, (i) => unroll(QUAD, (m) => code(i, m)));

function source(variant: Variant): KernelSource {
  const { form, precision, adapter, vecRank, preActivation } = variant;
  return {
    inputs: {
      a: 'vec4f',
      b: precision === 'f32' ? 'vec4f' : PACKED_TYPES[precision],
      ...(precision === 'int8' ? { scales: 'f32' } : precision === 'nf4' ? { scales: 'u32' } : {}),
      ...(variant.bias ? { bias: 'vec4f' } : {}),
      ...(preActivation && form === 'NN' ? { preActivation: 'vec4f' } : {}),
      ...(adapter
        ? { low: vecRank ? 'vec4f' : 'f32', adapter: form === 'NN' || vecRank ? 'vec4f' : 'f32' }
        : {}),
    },
    outputs: { c: 'vec4f', ...(preActivation && form === 'NT' ? { preActivation: 'vec4f' } : {}) },
    uniforms: {
      rows: 'u32',
      groups: 'u32',
      innerGroups: 'u32',
      widthB: 'u32',
      rank: 'u32',
      lowWidth: 'u32',
      moduleGroups: 'u32',
      slots: 'u32',
      scale: 'f32',
      ending: 'u32',
      ...DROPOUT_FIELDS,
      ...(precision === 'nf4' ? NF4_FIELDS : {}),
    },
    workgroup: [QUAD, 1],
    subgroups: true,
    functions: [
      precision === 'f32'
        ? 'fn load_b(row: u32, group: u32) -> vec4f { return b[row * (p.widthB / 4u) + group]; }'
        : packedLoader(precision, false),
      GELU_FUNCTIONS,
      variant.dropout ? DROPOUT_FUNCTIONS : '',
    ].join('\n'),
    // Rows and columns beyond the edge are clamped to the last: computed again, never stored.
    body: `
  let tile = index / ${QUAD}u;
  let tilesX = (p.groups + ${QUAD - 1}u) / ${QUAD}u;
  let row = tile / tilesX * ${QUAD_ROWS}u + lane;
  let first = tile % tilesX * ${QUAD}u;
  if (tile / tilesX * ${QUAD_ROWS}u >= p.rows) { return; }
  let group = min(first + lane, p.groups - 1u);
  ${unroll(ROWS, (i) => `let row${i} = min(row + ${QUAD * i}u, p.rows - 1u);`)}
  ${unroll(ROWS, (i) => `let start${i} = row${i} * p.innerGroups;`)}
  ${eachSum((i, m) => `var sum${i}_${m} = vec4f(0.0);`)}
  for (var k = 0u; k < p.innerGroups; k++) {
    ${unroll(ROWS, (i) => `let a${i} = a[start${i} + k];`)}
    ${unroll(4, (j) => `let b${j} = ${form === 'NT' ? `load_b(4u * group + ${j}u, k)` : `load_b(4u * k + ${j}u, group)`};`)}
    ${products(form, 4, 'sum')}
  }
  ${adapter ? lowRankTerm(variant) : ''}
  ${variant.bias ? 'let bias0 = bias[group];' : ''}
  ${variant.bias ? unroll(QUAD, (m) => `let biasOf${m} = ${fromOther(m, 'bias0')};`) : ''}
  ${store(variant)}`,
  };
}

/**
 * Adds the products of a<i> and the quad's b<j> to the sums. For NT, each is four elements of inner, and b<j> belongs to
 * a column. For NN, b<j> is four columns at the j-th element of inner, of which there are `count`.
 */
function products(form: Variant['form'], count: number, sum: string): string {
  const product = (i: number): string =>
    form === 'NT'
      ? `vec4f(${unroll(4, (j) => `dot(a${i}, other${j})`, ', ')})`
      : unroll(count, (j) => `a${i}${count === 1 ? '' : `[${j}]`} * other${j}`, ' + ');
  return unroll(
    QUAD,
    (m) => `{
      ${unroll(form === 'NT' ? 4 : count, (j) => `let other${j} = ${fromOther(m, `b${j}`)};`)}
      ${unroll(ROWS, (i) => `${sum}${i}_${m} += ${product(i)};`)}
    }`,
  );
}

/**
 * Adds the low-rank term. For NT it is scale * low B^T of the module that the columns belong to; for NN du A, with the
 * dropout mask of the adapter's input. It takes four ranks at a time, or one if the rank is not a multiple of 4.
 */
function lowRankTerm({ form, vecRank, dropout }: Variant): string {
  const size = vecRank ? 'p.rank / 4u' : 'p.rank';
  const low = (i: number): string =>
    `let a${i} = p.scale * low[row${i} * (p.lowWidth${vecRank ? ' / 4u' : ''}) + slot * (${size}) + k];`;
  const weights = (): string => {
    if (form === 'NN')
      return unroll(vecRank ? 4 : 1, (j) => {
        const rank = vecRank ? `(4u * k + ${j}u)` : 'k';
        return `let b${j} = adapter[${rank} * p.groups + group];`;
      });
    const at = (j: number): string => `adapter[(4u * own + ${j}u) * (${size}) + k]`;
    if (vecRank) return unroll(4, (j) => `let b${j} = ${at(j)};`);
    return `let b0 = vec4f(${unroll(4, at, ', ')});`; // four columns of one rank, as for NN
  };
  const sum = dropout ? 'term' : 'sum';
  const loop = `for (var k = 0u; k < ranks; k++) {
    ${unroll(ROWS, low)}
    ${weights()}
    ${products(vecRank ? form : 'NN', vecRank ? 4 : 1, sum)}
  }`;
  const place =
    form === 'NN'
      ? `let slot = 0u; let ranks = ${size};`
      : `
  let module0 = first / p.moduleGroups;
  let found = (p.slots >> (4u * module0)) & 15u;
  let slot = select(found, 0u, found == ${NO_SLOT}u);
  let ranks = select(${size}, 0u, found == ${NO_SLOT}u);
  let own = group + slot * p.moduleGroups - module0 * p.moduleGroups;`;
  if (!dropout) return `${place}\n${loop}`;
  return `${place}
  ${eachSum((i, m) => `var term${i}_${m} = vec4f(0.0);`)}
  ${loop}`;
}

/**
 * Finishes and stores the sums, in a loop over copies of them: written out, the code that ends a sum stood there 32 times,
 * and a kernel took two to three times as long to compile. The copies cost nothing that can be measured beside the
 * products.
 */
function store({ form, bias, dropout, preActivation }: Variant): string {
  const activated =
    form === 'NT' ? 'gelu4(sum)' : `sum * geluGradient4(${preActivation ? 'preActivation' : 'c'}[at])`;
  const masked = dropout ? ' + terms[n] * keep4(4u * at)' : '';
  return `
  var sums: array<vec4f, ${ROWS * QUAD}>;
  ${eachSum((i, m) => `sums[${QUAD * i + m}] = sum${i}_${m};`)}
  ${dropout ? `var terms: array<vec4f, ${ROWS * QUAD}>;\n${eachSum((i, m) => `terms[${QUAD * i + m}] = term${i}_${m};`)}` : ''}
  ${bias ? `var biases: array<vec4f, ${QUAD}>;\n${unroll(QUAD, (m) => `biases[${m}] = biasOf${m};`)}` : ''}
  for (var n = 0u; n < ${ROWS * QUAD}u; n++) {
    let ownRow = row + n / ${QUAD}u * ${QUAD}u;
    let ownGroup = first + (lane ^ (n % ${QUAD}u));
    if (ownRow >= p.rows || ownGroup >= p.groups) { continue; }
    let at = ownRow * p.groups + ownGroup;
    let sum = sums[n]${masked}${bias ? ` + biases[n % ${QUAD}u]` : ''};
    ${preActivation && form === 'NT' ? 'preActivation[at] = sum;' : ''}
    if (p.ending == ${ENDINGS.activate}u) {
      c[at] = ${activated};
    } else if (p.ending == ${ENDINGS.add}u) {
      c[at] = c[at] + sum;
    } else {
      c[at] = sum;
    }
  }`;
}
