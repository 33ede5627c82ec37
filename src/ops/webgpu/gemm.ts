/**
 * @file The three matrix products of a linear layer, from one generator. Each thread keeps a tile of the
 * result in registers and uses no workgroup memory: barriers are what costs on software adapters.
 *
 *   forward          NT   y [T, O]  = x [T, I]    W [O, I]^T + bias + scaling * lowRank [T, r] B [O, r]^T
 *   input gradient   NN   dx [T, I] = dy [T, O]   W [O, I] + (du [T, r] A [r, I]) * dropout mask
 *   weight gradient  TN   dW [O, I] = dy [T, O]^T x [T, I]
 */
import type { Operand, Dropout } from '../index';
import { DROPOUT_FIELDS, DROPOUT_FUNCTIONS, dropoutUniforms } from './dropout';
import { unroll, type KernelSource } from './kernel';
import type { Runner } from './runner';

export type Form = 'NT' | 'NN' | 'TN';

export interface GemmArgs {
  readonly form: Form;
  readonly a: Operand; // [rows, inner]; TN: [inner, rows]
  readonly b: Operand; // NT: [columns, inner]; NN, TN: [inner, columns]
  readonly c: Operand; // [rows, columns]
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  readonly bias?: Operand | null; // [columns]
  /** Adds the old values of c. */
  readonly accumulate?: boolean;
  readonly adapter?: {
    readonly low: Operand; // [rows, rank]
    readonly weight: Operand; // NT: B [columns, rank]; NN: A [rank, columns]
    readonly rank: number;
    readonly scale: number;
    readonly dropout: Dropout | null; // of the result; NN
  } | null;
  readonly tile?: readonly [rows: number, columns: number];
}

interface Variant {
  readonly form: Form;
  readonly tile: readonly [number, number];
  /** Whether the matrix's rows are whole vec4s. */
  readonly vecA: boolean;
  readonly vecB: boolean;
  readonly vecC: boolean;
  readonly bias: boolean;
  readonly accumulate: boolean;
  readonly adapter: boolean;
  readonly dropout: boolean;
}

/** Result tile of one thread; both multiples of 4. See gemm.browser.test.ts for the measurement. */
const TILE = [8, 8] as const;

export function gemm(runner: Runner, args: GemmArgs): void {
  const { form, a, b, c, rows, columns, inner, adapter } = args;
  const widthA = form === 'TN' ? rows : inner;
  const widthB = form === 'NT' ? inner : columns;
  const variant: Variant = {
    form,
    tile: args.tile ?? TILE,
    vecA: widthA % 4 === 0,
    vecB: widthB % 4 === 0,
    vecC: columns % 4 === 0,
    bias: Boolean(args.bias),
    accumulate: Boolean(args.accumulate),
    adapter: Boolean(adapter),
    dropout: Boolean(adapter?.dropout),
  };
  const [tileRows, tileColumns] = variant.tile;
  runner.run(`gemm ${Object.values(variant).map(String).join(' ')}`, () => source(variant), {
    buffers: {
      a,
      b,
      c,
      ...(args.bias ? { bias: args.bias } : {}),
      ...(adapter ? { low: adapter.low, adapter: adapter.weight } : {}),
    },
    uniforms: {
      rows,
      columns,
      inner,
      widthA,
      widthB,
      rank: adapter?.rank ?? 0,
      scale: adapter?.scale ?? 1,
      ...dropoutUniforms(adapter?.dropout ?? null),
    },
    threads: [Math.ceil(columns / tileColumns), Math.ceil(rows / tileRows)],
  });
}

function source(variant: Variant): KernelSource {
  const { form, vecA, vecB, vecC, tile } = variant;
  const [tileRows, tileColumns] = tile;
  const groups = tileColumns / 4; // vec4 groups of columns
  return {
    inputs: {
      a: vecA ? 'vec4f' : 'f32',
      b: vecB ? 'vec4f' : 'f32',
      ...(variant.bias ? { bias: vecC ? 'vec4f' : 'f32' } : {}),
      ...(variant.adapter ? { low: 'f32', adapter: form === 'NN' && vecC ? 'vec4f' : 'f32' } : {}),
    },
    outputs: { c: vecC ? 'vec4f' : 'f32' },
    uniforms: {
      rows: 'u32',
      columns: 'u32',
      inner: 'u32',
      widthA: 'u32',
      widthB: 'u32',
      rank: 'u32',
      scale: 'f32',
      ...DROPOUT_FIELDS,
    },
    workgroup: [8, 8],
    functions: [
      loader('a', vecA, 'p.widthA'),
      loader('b', vecB, 'p.widthB'),
      variant.bias ? loader('bias', vecC, 'p.columns') : '',
      variant.adapter && form === 'NN' ? loader('adapter', vecC, 'p.columns') : '',
      variant.dropout ? DROPOUT_FUNCTIONS : '',
    ].join('\n'),
    // Rows and columns beyond the edge are clamped to the last: computed again, never stored.
    body: `
  let row = id.y * ${tileRows}u;
  let column = id.x * ${tileColumns}u;
  if (row >= p.rows || column >= p.columns) { return; }
  let lastGroup = (p.columns - 1u) / 4u;
  ${unroll(tileRows, (i) => `let row${i} = min(row + ${i}u, p.rows - 1u);`)}
  ${unroll(tileColumns, (j) => `let column${j} = min(column + ${j}u, p.columns - 1u);`)}
  ${unroll(groups, (g) => `let group${g} = min(column / 4u + ${g}u, lastGroup);`)}
  ${eachOf(tileRows, groups, (i, g) => `var sum${i}_${g} = ${variant.bias ? `load_bias(0u, group${g})` : 'vec4f(0.0)'};`)}
  ${products(form, tileRows, tileColumns, vecA)}
  ${variant.adapter ? adapterTerm(variant, groups) : ''}
  ${eachOf(tileRows, groups, (i, g) => store(i, g, variant))}`,
  };
}

const eachOf = (rows: number, groups: number, code: (i: number, g: number) => string): string =>
  unroll(rows, (i) => unroll(groups, (g) => code(i, g)));

/** load_x(row, group): four elements of a row-major matrix, zero beyond the end of the row. */
function loader(name: string, vec: boolean, width: string): string {
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

function products(form: Form, rows: number, columns: number, vecA: boolean): string {
  const groups = columns / 4;
  if (form === 'NT')
    return `for (var k = 0u; k < (p.inner + 3u) / 4u; k++) {
    ${unroll(columns, (j) => `let b${j} = load_b(column${j}, k);`)}
    ${unroll(rows, (i) => `let a${i} = load_a(row${i}, k);`)}
    ${eachOf(rows, groups, (i, g) => `sum${i}_${g} += vec4f(${unroll(4, (j) => `dot(a${i}, b${g * 4 + j})`, ', ')});`)}
  }`;
  if (form === 'NN') {
    // a is zero where k is beyond the end, but b must not be read there.
    const clamp = (k: string): string => (vecA ? k : `min(${k}, p.inner - 1u)`);
    return `for (var k = 0u; k < (p.inner + 3u) / 4u; k++) {
    ${unroll(rows, (i) => `let a${i} = load_a(row${i}, k);`)}
    ${unroll(4, (kk) => unroll(groups, (g) => `let b${kk}_${g} = load_b(${clamp(`4u * k + ${kk}u`)}, group${g});`))}
    ${unroll(4, (kk) => eachOf(rows, groups, (i, g) => `sum${i}_${g} += a${i}[${kk}] * b${kk}_${g};`))}
  }`;
  }
  return `
  ${unroll(rows / 4, (i) => `let rows${i} = min(row / 4u + ${i}u, (p.rows - 1u) / 4u);`)}
  for (var k = 0u; k < p.inner; k++) {
    ${unroll(rows / 4, (i) => `let a${i} = load_a(k, rows${i});`)}
    ${unroll(groups, (g) => `let b${g} = load_b(k, group${g});`)}
    ${eachOf(rows, groups, (i, g) => `sum${i}_${g} += a${i >> 2}[${i & 3}] * b${g};`)}
  }`;
}

/** NT: scaling * lowRank B^T. NN: du A, with the dropout mask of the adapter's input. */
function adapterTerm({ form, tile, dropout }: Variant, groups: number): string {
  const rows = tile[0];
  const weight = (g: number): string =>
    form === 'NN'
      ? `load_adapter(j, group${g})`
      : `vec4f(${unroll(4, (j) => `adapter[column${g * 4 + j} * p.rank + j]`, ', ')})`;
  const mask = (i: number, g: number): string =>
    dropout ? ` * keep4(row${i} * p.columns + 4u * group${g})` : '';
  return `
  ${eachOf(rows, groups, (i, g) => `var term${i}_${g} = vec4f(0.0);`)}
  for (var j = 0u; j < p.rank; j++) {
    ${unroll(groups, (g) => `let w${g} = ${weight(g)};`)}
    ${unroll(rows, (i) => `let low${i} = low[row${i} * p.rank + j];`)}
    ${eachOf(rows, groups, (i, g) => `term${i}_${g} += low${i} * w${g};`)}
  }
  ${eachOf(rows, groups, (i, g) => `sum${i}_${g} += p.scale * term${i}_${g}${mask(i, g)};`)}`;
}

function store(i: number, g: number, { vecC, accumulate }: Variant): string {
  const operator = accumulate ? '+=' : '=';
  const inside = `row + ${i}u < p.rows && column + ${g * 4}u < p.columns`;
  if (vecC) return `if (${inside}) { c[row${i} * (p.columns / 4u) + group${g}] ${operator} sum${i}_${g}; }`;
  return unroll(
    4,
    (j) =>
      `if (row + ${i}u < p.rows && column + ${g * 4 + j}u < p.columns) { c[row${i} * p.columns + column${g * 4 + j}] ${operator} sum${i}_${g}[${j}]; }`,
  );
}
