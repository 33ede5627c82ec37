/**
 * @file The tiles of a product on the matrix units: their sizes, and the WGSL that rounds them to half floats on the way
 * into workgroup memory. A line is a row of the result for A and a column for B.
 */
import type { Precision } from '../../index';
import type { Form } from './gemmArgs';
import { appendedColumn, appendedColumns, appendedRow, type AppendedTerm } from './lowRankTiles';
import { unroll, type StorageType } from '../runtime/kernel';
import type { MatrixDialect, Place } from './matrixDialect';

/** Sizes are in elements; tiles are whole small matrices for each of their subgroups. */
export interface MatrixTiling {
  readonly tileRows: number;
  readonly tileColumns: number;
  /** How far along inner a tile reaches. */
  readonly kTile: number;
  /** Subgroups along the tile's rows and columns. */
  readonly down: number;
  readonly across: number;
}

/** What is multiplied on the matrix units. NF4 is unpacked by the other kernels. */
export type UnitPrecision = Exclude<Precision, 'nf4'>;

export interface MatrixVariant {
  readonly form: Form;
  readonly tiling: MatrixTiling;
  /** Whether inner is whole tiles. */
  readonly even: boolean;
  /** How a and b are stored. */
  readonly precisionA: 'f32' | 'f16';
  readonly precision: UnitPrecision;
  /** For int8: whether b is multiplied by scales along inner. */
  readonly scaled: boolean;
  /** Whether a holds gradients, which are moved into the range of half floats, or have been if they are kept as such. */
  readonly gradient: boolean;
  /** The low-rank term that goes on where inner ends; see `lowRankTiles.ts`. */
  readonly term: AppendedTerm;
}

/** A name that no other tiling has. */
export const matrixTilingName = (t: MatrixTiling): string =>
  `${t.tileRows}x${t.tileColumns}x${t.kTile} by ${t.down}x${t.across}`;

/** Halves between two lines beyond their length: 16 bytes, so that neighbouring lines are on different banks. */
const PAD = 8;
/** The same for finished sums. */
const SUM_PAD = 4;

export const threadsOf = ({ down, across }: MatrixTiling, lanes: number): number => down * across * lanes;
/** Elements from one row of finished sums to the next. */
export const sumStride = ({ tileColumns }: MatrixTiling): number => tileColumns + SUM_PAD;

/** One of the two matrices. */
export interface MatrixSide {
  readonly name: 'A' | 'B';
  readonly lines: number;
  /** Whether the matrix's rows run along inner; its tile then has a row for each line. */
  readonly alongInner: boolean;
  readonly precision: UnitPrecision;
  readonly type: StorageType;
  readonly scaleType: 'f32' | 'vec4f' | null;
  readonly gradient: boolean;
  /** WGSL of the workgroup's first line, the number of lines, and the vec4s of a row in memory. */
  readonly firstLine: string;
  readonly lineCount: string;
  readonly width: string;
}

const TYPES = { f32: 'vec4f', f16: 'vec2u', int8: 'u32' } as const;

export function matrixSides(variant: MatrixVariant): readonly [MatrixSide, MatrixSide] {
  const { form, tiling, precisionA, precision, scaled, gradient } = variant;
  return [
    {
      name: 'A',
      lines: tiling.tileRows,
      alongInner: form !== 'TN',
      precision: precisionA,
      type: TYPES[precisionA],
      scaleType: null,
      gradient,
      firstLine: 'firstRow',
      lineCount: 'p.rows',
      width: form === 'TN' ? '(p.rows / 4u)' : '(p.inner / 4u)',
    },
    {
      name: 'B',
      lines: tiling.tileColumns,
      alongInner: form === 'NT',
      precision,
      type: TYPES[precision],
      scaleType: !scaled ? null : form === 'NT' ? 'vec4f' : 'f32',
      gradient: false,
      firstLine: 'firstColumn',
      lineCount: 'p.columns',
      width: form === 'NT' ? '(p.inner / 4u)' : '(p.columns / 4u)',
    },
  ];
}

/** Rows of a side's tile, and elements from one to the next. */
function layoutOf(
  { lines, alongInner }: MatrixSide,
  { kTile }: MatrixTiling,
): { rows: number; stride: number } {
  return alongInner ? { rows: lines, stride: kTile + PAD } : { rows: kTile, stride: lines + PAD };
}

/** Elements of a side's tile in workgroup memory. */
function tileSize(side: MatrixSide, tiling: MatrixTiling): number {
  const { rows, stride } = layoutOf(side, tiling);
  return rows * stride;
}

/** The most bytes of workgroup memory that a product's tiles take. @param size rows of a small matrix */
export function matrixBytes(
  { tileRows, tileColumns, kTile, down, across }: MatrixTiling,
  size: number,
): number {
  const tile = (lines: number): number => Math.max(lines * (kTile + PAD), kTile * (lines + PAD));
  const stride = sumStride({ tileRows, tileColumns, kTile, down, across });
  return 2 * (tile(tileRows) + tile(tileColumns)) + 4 * down * size * stride;
}

/** Declares the array of a side's tile: vec4s, so that a copy is one store and not four. */
export function declareTile(side: MatrixSide, tiling: MatrixTiling, half: string): string {
  return `var<workgroup> tile${side.name}: array<vec4<${half}>, ${tileSize(side, tiling) / 4}>;`;
}

/** Code for each copy of this thread, guarded if some threads do not have it. */
function eachCopy(
  side: MatrixSide,
  tiling: MatrixTiling,
  threads: number,
  code: (n: number) => string,
): string {
  const all = (side.lines * tiling.kTile) / 4;
  return unroll(Math.ceil(all / threads), (n) =>
    (n + 1) * threads <= all ? code(n) : `if (lane + ${n * threads}u < ${all}u) { ${code(n)} }`,
  );
}

/** Declares, before the loop, each copy's position in the matrix and in the tile, and its registers. */
export function declareCopies(side: MatrixSide, tiling: MatrixTiling, threads: number): string {
  const { name, lines, alongInner, type, scaleType, firstLine, lineCount, width } = side;
  const { stride } = layoutOf(side, tiling);
  const perRow = (alongInner ? tiling.kTile : lines) / 4;
  return unroll(Math.ceil((lines * tiling.kTile) / 4 / threads), (n) => {
    const id = `${name}${n}`;
    const at = alongInner
      ? `min(${firstLine} + row${id}, ${lineCount} - 1u) * ${width} + start / 4u + group${id}`
      : `(start + row${id}) * ${width} + min(${firstLine} / 4u + group${id}, ${width} - 1u)`;
    return `let row${id} = (lane + ${n * threads}u) / ${perRow}u;
  let group${id} = (lane + ${n * threads}u) % ${perRow}u;
  let k${id} = ${alongInner ? `4u * group${id}` : `row${id}`};
  let place${id} = row${id} * ${stride / 4}u + group${id};
  var at${id} = ${at};
  var copy${id} = ${type}();
  ${scaleType ? `var scale${id} = ${scaleType}();` : ''}`;
  });
}

/** Loads the tile that begins at `k` into registers, with zeros beyond the end, and moves on to the next tile. */
export function loadCopies(
  side: MatrixSide,
  { tiling, even }: MatrixVariant,
  threads: number,
  k: string,
): string {
  const { name, alongInner, type, scaleType, width } = side;
  const step = alongInner ? `${tiling.kTile / 4}u` : `${tiling.kTile}u * ${width}`;
  return eachCopy(side, tiling, threads, (n) => {
    const id = `${name}${n}`;
    const scaleAt = scaleType === 'vec4f' ? `(${k} + k${id}) / 4u` : `${k} + k${id}`;
    const load = `copy${id} = ${name.toLowerCase()}[at${id}]; at${id} += ${step};
    ${scaleType ? `scale${id} = scales[${scaleAt}];` : ''}`;
    return even ? load : `if (${k} + k${id} < end) { ${load} } else { copy${id} = ${type}(); }`;
  });
}

/** Half floats end here: what is larger is stored as this. */
const LARGEST = '65504.0';

/** Declares the function that rounds four numbers to pairs of halves, for tiles of the low-rank term among pairs. */
export const PACK_APPENDED = `
fn packAppended(numbers: vec4f) -> vec2u {
  let four = clamp(numbers, vec4f(-${LARGEST}), vec4f(${LARGEST}));
  return vec2u(pack2x16float(four.xy), pack2x16float(four.zw));
}`;

/** Loads the tile of the low-rank term that begins at `k` into registers. */
export function loadAppended(
  side: MatrixSide,
  { tiling }: MatrixVariant,
  threads: number,
  k: string,
): string {
  const { name, alongInner, precision } = side;
  return eachCopy(side, tiling, threads, (n) => {
    const id = `${name}${n}`;
    const j = `(${k} - appended + k${id})`;
    const four =
      name === 'A'
        ? appendedRow(`firstRow + row${id}`, j)
        : alongInner
          ? appendedColumn(`firstColumn + row${id}`, j)
          : appendedColumns(`firstColumn + 4u * group${id}`, j);
    const range = side.gradient ? ' * p.range' : '';
    return `copy${id} = ${precision === 'f16' ? `packAppended(${four}${range})` : four};`;
  });
}

/** Rounds the registers to halves and stores them into the tile. */
export function storeCopies(
  side: MatrixSide,
  tiling: MatrixTiling,
  dialect: MatrixDialect,
  threads: number,
): string {
  const { name, precision, scaleType, gradient } = side;
  return eachCopy(side, tiling, threads, (n) => {
    const id = `${name}${n}`;
    const four = precision === 'int8' ? `unpack_int8(copy${id})` : `copy${id}`;
    const factor = `${scaleType ? ` * scale${id}` : ''}${gradient ? ' * p.range' : ''}`;
    const value =
      precision === 'f16'
        ? dialect.fromPairs(`copy${id}`)
        : dialect.fromFloats(`clamp(${four}${factor}, vec4f(-${LARGEST}), vec4f(${LARGEST}))`);
    return `tile${name}[place${id}] = ${value};`;
  });
}

/**
 * Where the small matrix lies that begins at a line and at an element of inner; both are multiples of 4 and count from
 * where the tile begins.
 */
export function placeOf(side: MatrixSide, tiling: MatrixTiling, line: string, k: number): Place {
  const { name, alongInner } = side;
  const { stride } = layoutOf(side, tiling);
  const [row, first] = alongInner ? [line, `${k}u`] : [`${k}u`, line];
  return {
    array: `tile${name}`,
    offset: `(${row} * ${stride}u + ${first}) / 4u`,
    stride: `${stride / 4}u`,
    // The rows of A's small matrices are lines, and those of B's run along inner.
    columns: (name === 'A') !== alongInner,
  };
}
