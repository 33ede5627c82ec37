/**
 * @file The three matrix products of a linear layer, for software adapters and for widths that are not multiples of 4.
 * A thread keeps a tile of 8 x 8 elements of the result in registers. It uses no workgroup memory, because barriers are
 * expensive on software adapters.
 *
 *   forward          NT   y [T, O]  = x [T, I]    W [O, I]^T + bias + scaling * lowRank [T, r] B [O, r]^T
 *   input gradient   NN   dx [T, I] = dy [T, O]   W [O, I] + (du [T, r] A [r, I]) * dropout mask
 *   weight gradient  TN   dW [O, I] = dy [T, O]^T x [T, I]
 *
 * If a frozen W is transposed in memory, [I, O], forward is an NN and the input gradient an NT.
 */
import type { Operand, Precision } from '../../index';
import { DROPOUT_FIELDS, DROPOUT_FUNCTIONS, dropoutUniforms, maskOf } from '../elementwise/dropout';
import { GELU_FUNCTIONS } from '../elementwise/geluFunctions';
import {
  activationOf,
  gemmWork,
  NO_SLOT,
  slotsOf,
  type Form,
  type GemmArgs,
  type LowRankTerm,
} from './gemmArgs';
import { masksInLoop, storeTile } from './gemmStore';
import { NF4_FIELDS, NF4_FUNCTIONS, nf4Uniforms } from './nf4';
import { unroll, type KernelSource } from '../runtime/kernel';
import type { Runner } from '../runtime/runner';

/** What kernels differ in. The values, in this order, make the kernel's name. */
interface Variant {
  readonly form: Form;
  /** Whether the rows of a, b and c are whole vec4s. */
  readonly vecA: boolean;
  readonly vecB: boolean;
  readonly vecC: boolean;
  readonly precision: Precision;
  /** For int8: whether b's columns have scales, instead of its rows. */
  readonly columnScales: boolean;
  readonly bias: boolean;
  readonly accumulate: boolean;
  /**
   * The low-rank term: that of the input's gradient, or that of the output for one module, for several whose width is a
   * multiple of 4, or for any.
   */
  readonly adapter: 'none' | 'input' | 'one' | 'aligned' | 'any';
  readonly dropout: boolean;
  readonly epilogue: 'none' | 'gelu' | 'geluAndInput' | 'geluGradient' | 'geluGradientOf';
}

/**
 * The part of the result that one thread computes; both are multiples of 4. Measured on SwiftShader with two busy cores,
 * for 512 rows and widths of 64 and 256: 8 x 8 reaches 1.0-1.2 GFLOP/s for forward and the input gradient, and 1.2-1.7
 * for the weight gradient; 4 x 4, 8 x 4 and 4 x 8 reach 0.7-1.1 and 0.7-1.3.
 */
const ROWS = 8;
const COLUMNS = 8;
/** The tile's columns in vec4fs. */
const GROUPS = COLUMNS / 4;

export function gemm(runner: Runner, args: GemmArgs): void {
  const { form, a, b, c, rows, columns, inner, adapter, epilogue } = args;
  const variant = variantOf(args);
  const frozen = 'precision' in b ? b : null;
  runner.run(`gemm ${Object.values(variant).map(String).join(' ')}`, () => source(variant), {
    buffers: {
      a,
      b: frozen ? frozen.data : (b as Operand),
      c,
      ...(frozen?.scale ? { scales: frozen.scale } : {}),
      ...(args.bias ? { bias: args.bias } : {}),
      ...(adapter ? { low: adapter.low, adapter: adapter.weight } : {}),
      ...(epilogue?.preActivation ? { preActivation: epilogue.preActivation } : {}),
    },
    uniforms: {
      rows,
      columns,
      inner,
      widthA: form === 'TN' ? rows : inner,
      widthB: form === 'NT' ? inner : columns,
      rank: adapter?.rank ?? 0,
      lowWidth: adapter ? adapter.rank * adapter.adapted.length : 0,
      moduleWidth: columns / (adapter?.modules ?? 1),
      slots: adapter ? slotsOf(adapter) : 0,
      scale: adapter?.scale ?? 1,
      ...dropoutUniforms(adapter?.dropout ?? null),
      ...(frozen?.precision === 'nf4' ? nf4Uniforms(frozen) : {}),
    },
    mask: maskOf([rows, columns]),
    threads: [Math.ceil(columns / COLUMNS), Math.ceil(rows / ROWS)],
    work: gemmWork(args),
  });
}

function variantOf({
  form,
  b,
  rows,
  columns,
  inner,
  bias,
  accumulate,
  adapter,
  epilogue,
}: GemmArgs): Variant {
  return {
    form,
    vecA: (form === 'TN' ? rows : inner) % 4 === 0,
    vecB: (form === 'NT' ? inner : columns) % 4 === 0,
    vecC: columns % 4 === 0,
    precision: 'precision' in b ? b.precision : 'f32',
    columnScales: 'precision' in b && b.scale !== null && b.transposed,
    bias: Boolean(bias),
    accumulate: Boolean(accumulate),
    adapter: adapter ? adapterVariant(adapter, columns) : 'none',
    dropout: Boolean(adapter?.dropout),
    epilogue: storedAs(epilogue),
  };
}

/** The kernel's name of what it does at its end. */
function storedAs(epilogue: GemmArgs['epilogue']): Variant['epilogue'] {
  const activation = activationOf(epilogue);
  return activation === 'geluSaved' ? 'geluAndInput' : activation;
}

function adapterVariant({ kind, modules }: LowRankTerm, columns: number): Variant['adapter'] {
  if (kind === 'input') return 'input';
  return modules === 1 ? 'one' : (columns / modules) % 4 === 0 ? 'aligned' : 'any';
}

/** Types of a packed matrix's elements. */
export const PACKED_TYPES = { f16: 'vec2u', int8: 'u32', nf4: 'u32' } as const;

function source(variant: Variant): KernelSource {
  const { form, vecA, vecB, vecC, precision, adapter, epilogue } = variant;
  const typeC = vecC ? 'vec4f' : 'f32';
  return {
    inputs: {
      a: vecA ? 'vec4f' : 'f32',
      b: precision === 'f32' ? (vecB ? 'vec4f' : 'f32') : PACKED_TYPES[precision],
      ...(precision === 'int8' ? { scales: variant.columnScales ? 'vec4f' : 'f32' } : {}),
      ...(precision === 'nf4' ? { scales: 'u32' } : {}),
      ...(variant.bias ? { bias: typeC } : {}),
      ...(epilogue === 'geluGradientOf' ? { preActivation: typeC } : {}),
      ...(adapter === 'none' ? {} : { low: 'f32', adapter: adapter === 'input' ? typeC : 'f32' }),
    },
    outputs: { c: typeC, ...(epilogue === 'geluAndInput' ? { preActivation: typeC } : {}) },
    uniforms: {
      rows: 'u32',
      columns: 'u32',
      inner: 'u32',
      widthA: 'u32',
      widthB: 'u32',
      rank: 'u32',
      lowWidth: 'u32',
      moduleWidth: 'u32',
      slots: 'u32',
      scale: 'f32',
      ...DROPOUT_FIELDS,
      ...(precision === 'nf4' ? NF4_FIELDS : {}),
    },
    workgroup: [8, 8],
    functions: [
      loader('a', vecA, 'p.widthA'),
      precision === 'f32' ? loader('b', vecB, 'p.widthB') : packedLoader(precision, variant.columnScales),
      variant.bias ? loader('bias', vecC, 'p.columns') : '',
      adapter === 'input' ? loader('adapter', vecC, 'p.columns') : '',
      epilogue === 'none' ? '' : GELU_FUNCTIONS,
      variant.dropout ? DROPOUT_FUNCTIONS : '',
    ].join('\n'),
    // Rows and columns beyond the edge are clamped to the last: computed again, never stored.
    body: `
  let row = id.y * ${ROWS}u;
  let column = id.x * ${COLUMNS}u;
  if (row >= p.rows || column >= p.columns) { return; }
  let lastGroup = (p.columns - 1u) / 4u;
  ${unroll(ROWS, (i) => `let row${i} = min(row + ${i}u, p.rows - 1u);`)}
  ${unroll(COLUMNS, (j) => `let column${j} = min(column + ${j}u, p.columns - 1u);`)}
  ${unroll(GROUPS, (g) => `let group${g} = min(column / 4u + ${g}u, lastGroup);`)}
  ${eachSum((i, g) => `var sum${i}_${g} = ${variant.bias ? `load_bias(0u, group${g})` : 'vec4f(0.0)'};`)}
  ${products(form, vecA)}
  ${adapter === 'none' ? '' : adapter === 'input' ? inputTerm(variant) : outputTerm(variant)}
  ${storeTile(variant, { rows: ROWS, groups: GROUPS })}`,
  };
}

/** Code for each row `i` and vec4f `g` of the tile. */
const eachSum = (code: (i: number, g: number) => string): string =>
  unroll(ROWS, (i) => unroll(GROUPS, (g) => code(i, g)));

/** Declares load_<name>(row, group): four elements of a row-major matrix, zero beyond the end of the row. */
export function loader(name: string, vec: boolean, width: string): string {
  if (vec)
    return `fn load_${name}(row: u32, group: u32) -> vec4f { return ${name}[row * (${width} / 4u) + group]; }`;
  return `fn load_${name}(row: u32, group: u32) -> vec4f {
  let column = group * 4u;
  let first = row * ${width} + column;
  var four = vec4f(${name}[first], 0.0, 0.0, 0.0);
  ${unroll(3, (i) => `if (column + ${i + 1}u < ${width}) { four[${i + 1}] = ${name}[first + ${i + 1}u]; }`)}
  return four;
}`;
}

/** Declares load_b(row, group) of a packed matrix, whose rows are whole groups of four. */
export function packedLoader(precision: Exclude<Precision, 'f32'>, columnScales: boolean): string {
  if (precision === 'nf4')
    return `${NF4_FUNCTIONS}
fn load_b(row: u32, group: u32) -> vec4f { return unpack_nf4(find_nf4(row * (p.widthB / 4u) + group)); }`;
  const four =
    precision === 'f16'
      ? 'vec4f(unpack2x16float(packed.x), unpack2x16float(packed.y))'
      : `unpack4x8snorm(packed) * (127.0 * scales[${columnScales ? 'group' : 'row'}])`;
  return `fn load_b(row: u32, group: u32) -> vec4f {
  let packed = b[row * (p.widthB / 4u) + group];
  return ${four};
}`;
}

/** Adds the products over all of inner to the sums. */
function products(form: Form, vecA: boolean): string {
  if (form === 'NT')
    return `for (var k = 0u; k < (p.inner + 3u) / 4u; k++) {
    ${unroll(COLUMNS, (j) => `let b${j} = load_b(column${j}, k);`)}
    ${unroll(ROWS, (i) => `let a${i} = load_a(row${i}, k);`)}
    ${eachSum((i, g) => `sum${i}_${g} += vec4f(${unroll(4, (j) => `dot(a${i}, b${g * 4 + j})`, ', ')});`)}
  }`;
  if (form === 'NN') {
    // a is zero where k is beyond the end, but b must not be read there.
    const clamp = (k: string): string => (vecA ? k : `min(${k}, p.inner - 1u)`);
    return `for (var k = 0u; k < (p.inner + 3u) / 4u; k++) {
    ${unroll(ROWS, (i) => `let a${i} = load_a(row${i}, k);`)}
    ${unroll(4, (kk) => unroll(GROUPS, (g) => `let b${kk}_${g} = load_b(${clamp(`4u * k + ${kk}u`)}, group${g});`))}
    ${unroll(4, (kk) => eachSum((i, g) => `sum${i}_${g} += a${i}[${kk}] * b${kk}_${g};`))}
  }`;
  }
  return `
  ${unroll(ROWS / 4, (i) => `let rows${i} = min(row / 4u + ${i}u, (p.rows - 1u) / 4u);`)}
  for (var k = 0u; k < p.inner; k++) {
    ${unroll(ROWS / 4, (i) => `let a${i} = load_a(k, rows${i});`)}
    ${unroll(GROUPS, (g) => `let b${g} = load_b(k, group${g});`)}
    ${eachSum((i, g) => `sum${i}_${g} += a${i >> 2}[${i & 3}] * b${g};`)}
  }`;
}

/** Adds du A, with the dropout mask of the adapter's input; the mask may be left to {@link storeTile}. */
function inputTerm(variant: Variant): string {
  const mask = (i: number, g: number): string =>
    variant.dropout ? ` * keep4(row${i} * p.columns + 4u * group${g})` : '';
  return `
  ${eachSum((i, g) => `var term${i}_${g} = vec4f(0.0);`)}
  for (var j = 0u; j < p.rank; j++) {
    ${unroll(GROUPS, (g) => `let w${g} = load_adapter(j, group${g});`)}
    ${unroll(ROWS, (i) => `let low${i} = low[row${i} * p.lowWidth + j];`)}
    ${eachSum((i, g) => `term${i}_${g} += low${i} * w${g};`)}
  }
  ${masksInLoop(variant) ? '' : eachSum((i, g) => `sum${i}_${g} += p.scale * term${i}_${g}${mask(i, g)};`)}`;
}

/** Adds scaling * lowRank B^T of the module that each column belongs to. */
function outputTerm({ adapter }: Variant): string {
  const one = adapter === 'one';
  // If four columns belong to one module, its slot is looked up once, and a row's `low` is the same for all four.
  const units = adapter === 'any' ? COLUMNS : GROUPS;
  const perUnit = COLUMNS / units;
  const lookUp = (u: number): string =>
    one
      ? ''
      : `
  let module${u} = column${u * perUnit} / p.moduleWidth;
  let found${u} = (p.slots >> (4u * module${u})) & 15u;
  let present${u} = f32(found${u} != ${NO_SLOT}u);
  let slot${u} = select(found${u}, 0u, found${u} == ${NO_SLOT}u);`;
  const start = (u: number): string => (one ? '' : ` + slot${u} * p.rank`);
  const rowB = (j: number): string => {
    const u = Math.floor(j / perUnit);
    return one ? `column${j}` : `(column${j} + slot${u} * p.moduleWidth - module${u} * p.moduleWidth)`;
  };
  const weight = (j: number): string => {
    const value = `adapter[${rowB(j)} * p.rank + j]`;
    return one ? value : `present${Math.floor(j / perUnit)} * ${value}`;
  };
  const low = (i: number, g: number): string =>
    adapter === 'any' ? `vec4f(${unroll(4, (j) => `low${i}_${4 * g + j}`, ', ')})` : `low${i}_${one ? 0 : g}`;
  return `
  ${unroll(units, lookUp)}
  ${eachSum((i, g) => `var term${i}_${g} = vec4f(0.0);`)}
  for (var j = 0u; j < p.rank; j++) {
    ${unroll(GROUPS, (g) => `let w${g} = vec4f(${unroll(4, (j) => weight(4 * g + j), ', ')});`)}
    ${unroll(ROWS, (i) => unroll(one ? 1 : units, (u) => `let low${i}_${u} = low[row${i} * p.lowWidth + j${start(u)}];`))}
    ${eachSum((i, g) => `term${i}_${g} += ${low(i, g)} * w${g};`)}
  }
  ${eachSum((i, g) => `sum${i}_${g} += p.scale * term${i}_${g};`)}`;
}
