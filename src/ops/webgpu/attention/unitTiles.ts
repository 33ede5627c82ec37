/**
 * @file What attention's kernels on the matrix units share: blocks of rows in workgroup memory, the products of such blocks,
 * and how small matrices are shared out among a workgroup's subgroups. Queries, keys, values and weights are half floats
 * there, sums and softmax float32.
 */
import { packedRowOf } from './attentionFields';
import type { MatrixDialect } from '../linear/matrixDialect';
import { unroll } from '../runtime/kernel';

/** Elements between two rows beyond their length, so that neighbouring rows are on different banks. */
const HALF_PAD = 8;
const SUM_PAD = 4;

/** An array of rows in workgroup memory. */
export interface Block {
  readonly array: string;
  readonly rows: number;
  /** Elements of a row, and from one row to the next. */
  readonly width: number;
  readonly stride: number;
}

export const halfBlock = (array: string, rows: number, width: number): Block => ({
  ...{ array, rows, width },
  stride: width + HALF_PAD,
});
export const sumBlock = (array: string, rows: number, width: number): Block => ({
  ...{ array, rows, width },
  stride: width + SUM_PAD,
});

export const declareHalves = ({ array, rows, stride }: Block, { half }: MatrixDialect): string =>
  `var<workgroup> ${array}: array<vec4<${half}>, ${(rows * stride) / 4}>;`;
export const declareSums = ({ array, rows, stride }: Block): string =>
  `var<workgroup> ${array}: array<vec4f, ${(rows * stride) / 4}>;`;

/** WGSL of the place of vec4 `group` of a row. */
export const placeIn = ({ array, stride }: Block, row: string, group: string): string =>
  `${array}[(${row}) * ${stride / 4}u + ${group}]`;

/** The bytes of a block of halves, and of sums. */
export const halfBytes = ({ rows, stride }: Block): number => 2 * rows * stride;
export const sumBytes = ({ rows, stride }: Block): number => 4 * rows * stride;

/**
 * How the small matrices of a result are shared out among subgroups, side by side from the first row and column on. A
 * subgroup's next one is so many small matrices further down and across.
 */
export interface Shares {
  /** Subgroups below one another. */
  readonly down: number;
  /** The small matrices of each subgroup. */
  readonly own: number;
  readonly nextDown: number;
  readonly nextAcross: number;
}

/** @returns null if the subgroups do not share them out evenly, each having them in one row */
export function sharesOf(rows: number, columns: number, subgroups: number, size: number): Shares | null {
  const [down, across] = [rows / size, columns / size];
  const nextAcross = subgroups / down;
  const own = across / nextAcross;
  const whole = [down, across, nextAcross, own].every((n) => Number.isInteger(n) && n > 0);
  return whole ? { down, own, nextDown: 0, nextAcross } : null;
}

/** The same with those of each subgroup in one column, and all first ones, all second ones and so on in `rows` rows. */
export function sharesByRows(
  all: number,
  rows: number,
  columns: number,
  subgroups: number,
  size: number,
): Shares | null {
  const [down, own] = [rows / size, all / rows];
  if (!Number.isInteger(own) || down * (columns / size) !== subgroups) return null;
  return { down, own, nextDown: down, nextAcross: 0 };
}

/** WGSL of the first row and the first column of the subgroup's c-th small matrix. */
const rowOfShare = ({ down, nextDown }: Shares, size: number, c: number): string =>
  `(subgroup % ${down}u + ${c * nextDown}u) * ${size}u`;
const columnOfShare = ({ down, nextAcross }: Shares, size: number, c: number): string =>
  `(subgroup / ${down}u + ${c * nextAcross}u) * ${size}u`;

/** A factor of a product: its block, and whether it is that block transposed. */
export interface Factor {
  readonly block: Block;
  readonly transposed: boolean;
}

/** Adds the product of two blocks along `inner` elements to the subgroup's `<sum><c>`. */
export function addProduct(
  dialect: MatrixDialect,
  shares: Shares,
  sum: string,
  left: Factor,
  right: Factor,
  inner: number,
): string {
  const { size } = dialect;
  const load = (
    side: 'left' | 'right',
    { block, transposed }: Factor,
    row: string,
    column: string,
  ): string => {
    const { array, stride } = block;
    const [line, first] = transposed ? [column, row] : [row, column];
    return dialect.load(side, {
      ...{ array, stride: `${stride / 4}u`, columns: transposed },
      offset: `((${line}) * ${stride}u + ${first}) / 4u`,
    });
  };
  const along = (k: number): string => `${k * size}u`;
  const loadLeft = (k: number, c: number): string =>
    `let left${c} = ${load('left', left, rowOfShare(shares, size, c), along(k))};`;
  const loadRight = (k: number, c: number): string =>
    `let right${c} = ${load('right', right, along(k), columnOfShare(shares, size, c))};`;
  const { own, nextDown } = shares;
  return unroll(inner / size, (k) => {
    const loads = nextDown
      ? [...each(own, (c) => loadLeft(k, c)), loadRight(k, 0)]
      : [loadLeft(k, 0), ...each(own, (c) => loadRight(k, c))];
    const factors = (c: number): readonly [string, string] =>
      nextDown ? [`left${c}`, 'right0'] : ['left0', `right${c}`];
    const products = each(own, (c) => `${sum}${c} = ${dialect.multiply(...factors(c), `${sum}${c}`)};`);
    return `{ ${[...loads, ...products].join('\n')} }`;
  });
}

const each = (count: number, code: (c: number) => string): string[] =>
  Array.from({ length: count }, (_, c) => code(c));

/** Stores the subgroup's c-th small matrix into a block, where all first ones take the first rows, and so all others. */
export function storeOwn(dialect: MatrixDialect, shares: Shares, sum: string, to: Block, c: number): string {
  const { size } = dialect;
  const row = rowOfShare(shares, size, 0);
  const offset = `(${row} * ${to.stride}u + ${columnOfShare(shares, size, c)}) / 4u`;
  return dialect.store({ array: to.array, stride: `${to.stride / 4}u`, offset }, `${sum}${c}`);
}

/** Stores all of the subgroup's small matrices of one row into a block. */
export function storeProduct(dialect: MatrixDialect, shares: Shares, sum: string, to: Block): string {
  return unroll(shares.own, (c) => storeOwn(dialect, shares, sum, to, c));
}

/** Declares the subgroup's small matrices `<sum><c>`. In a loop only an explicit value makes them zero each time. */
export const declareProduct = ({ result }: MatrixDialect, { own }: Shares, sum: string): string =>
  unroll(own, (c) => `var ${sum}${c} = ${result}();`);

/** WGSL that copies rows of a head into a block of halves: the loads, and the stores that must come after a barrier. */
export interface Staging {
  readonly load: string;
  readonly store: string;
}

/** What is copied: WGSL of what is loaded for a token and a group of four of the head's elements, and of its four halves. */
interface Source {
  readonly load: (token: string, group: string) => string;
  readonly halves: (loaded: string) => string;
}

/** Queries, keys or values, which are kept as pairs of halves. */
export const pairsOf = (dialect: MatrixDialect, { width }: Block, part: number): Source => ({
  load: (token, group) => `queryKeyValue[${packedRowOf(token, part, width / 4)} + ${group}]`,
  halves: (loaded) => dialect.fromPairs(loaded),
});

/**
 * All of a thread's loads are issued before the first store. Rows beyond the sentence repeat its last, and so do copies
 * beyond the block. @param start WGSL of the first row's position in the sentence
 */
export function staging(block: Block, start: string, threads: number, { load, halves }: Source): Staging {
  const { array, rows, width } = block;
  const groups = width / 4;
  const copies = Math.ceil((rows * groups) / threads);
  const id = (n: number): string => `_${array}${n}`;
  return {
    load: unroll(
      copies,
      (n) => `let at${id(n)} = min(lane + ${n * threads}u, ${rows * groups - 1}u);
    let token${id(n)} = first + min(${start} + at${id(n)} / ${groups}u, p.sequence - 1u);
    let copy${id(n)} = ${load(`token${id(n)}`, `at${id(n)} % ${groups}u`)};`,
    ),
    store: unroll(
      copies,
      (n) =>
        `${placeIn(block, `at${id(n)} / ${groups}u`, `at${id(n)} % ${groups}u`)} = ${halves(`copy${id(n)}`)};`,
    ),
  };
}
