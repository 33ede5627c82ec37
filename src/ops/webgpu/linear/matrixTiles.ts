/**
 * @file The tiles of a product on the matrix units: their sizes, and the WGSL that rounds them to half floats on the way
 * into workgroup memory. A line is a row of the result for A and a column for B.
 */
import type { Precision } from '../../index';
import type { Form } from './gemmArgs';
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
  /** The number of tiles of each matrix in workgroup memory. With two, each tile needs one barrier instead of two. */
  readonly buffers: 1 | 2;
  /** Whether arrays in workgroup memory have vec4s as elements, so that a copy is one store instead of four. */
  readonly vectors: boolean;
  /** Whether a matrix of halves is loaded from storage into the small matrices, past workgroup memory. */
  readonly direct: boolean;
}

export interface MatrixVariant {
  readonly form: Form;
  readonly tiling: MatrixTiling;
  /** Whether inner is whole tiles. */
  readonly even: boolean;
  /** How b is stored. */
  readonly precision: Precision;
  /** For int8: whether b is multiplied by scales along inner. */
  readonly scaled: boolean;
  /** Whether a holds gradients, which are moved into the range of half floats. */
  readonly gradient: boolean;
}

/** A name that no other tiling has. */
export const matrixTilingName = (t: MatrixTiling): string =>
  [
    `${t.tileRows}x${t.tileColumns}x${t.kTile} by ${t.down}x${t.across}`,
    t.buffers === 2 ? 'double' : '',
    t.vectors ? 'vectors' : '',
    t.direct ? 'direct' : '',
  ]
    .filter(Boolean)
    .join(' ');

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
  /** Whether it is loaded from storage directly. */
  readonly direct: boolean;
  readonly precision: Precision;
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
  const { form, tiling, precision, scaled, gradient } = variant;
  const direct = tiling.direct && precision === 'f16';
  return [
    {
      name: 'A',
      lines: tiling.tileRows,
      alongInner: form !== 'TN',
      direct: false,
      precision: 'f32',
      type: 'vec4f',
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
      direct,
      precision,
      type: direct ? 'f16' : TYPES[precision],
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
  return side.direct ? 0 : rows * stride;
}

/** The bytes of workgroup memory that a product takes. @param size rows of a small matrix */
export function matrixBytes(variant: MatrixVariant, size: number): number {
  const { tiling } = variant;
  const tiles = matrixSides(variant).reduce((sum, side) => sum + 2 * tileSize(side, tiling), 0);
  return tiling.buffers * tiles + 4 * tiling.down * size * sumStride(tiling);
}

/** Declares the array of a side's tiles. */
export function declareTile(side: MatrixSide, tiling: MatrixTiling, half: string): string {
  const size = tiling.buffers * tileSize(side, tiling);
  if (size === 0) return '';
  return `var<workgroup> tile${side.name}: array<${tiling.vectors ? `vec4<${half}>, ${size / 4}` : `${half}, ${size}`}>;`;
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
  if (side.direct) return '';
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
  if (side.direct) return '';
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

/** Rounds the registers to halves and stores them into the tile. @param buffer WGSL of the buffer's number */
export function storeCopies(
  side: MatrixSide,
  tiling: MatrixTiling,
  dialect: MatrixDialect,
  threads: number,
  buffer: string,
): string {
  if (side.direct) return '';
  const { name, precision, scaleType, gradient } = side;
  const start = tiling.buffers === 2 ? ` + ${buffer} * ${tileSize(side, tiling) / 4}u` : '';
  return eachCopy(side, tiling, threads, (n) => {
    const id = `${name}${n}`;
    const four = precision === 'int8' ? `unpack_int8(copy${id})` : `copy${id}`;
    const factor = `${scaleType ? ` * scale${id}` : ''}${gradient ? ' * p.range' : ''}`;
    const value =
      precision === 'f16'
        ? dialect.fromPairs(`copy${id}`)
        : dialect.fromFloats(`clamp(${four}${factor}, vec4f(-${LARGEST}), vec4f(${LARGEST}))`);
    const place = `place${id}${start}`;
    if (tiling.vectors) return `tile${name}[${place}] = ${value};`;
    return `{
      let four = ${value};
      let first = 4u * (${place});
      ${unroll(4, (i) => `tile${name}[first + ${i}u] = four[${i}];`, ' ')}
    }`;
  });
}

/**
 * Where the small matrix lies that begins at a line and at an element of inner; both are multiples of 4, and `line` counts
 * from the workgroup's first, `k` from the tile's.
 */
export function placeOf(
  side: MatrixSide,
  tiling: MatrixTiling,
  line: string,
  k: number,
  buffer: string,
): Place {
  const { name, alongInner, direct, firstLine, width } = side;
  // The rows of A's small matrices are lines, and those of B's run along inner.
  const columns = (name === 'A') !== alongInner;
  if (direct) {
    const [row, first] = alongInner
      ? [`(${firstLine} + ${line})`, `k + ${k}u`]
      : [`(k + ${k}u)`, `${firstLine} + ${line}`];
    return { array: 'b', offset: `${row} * 4u * ${width} + ${first}`, stride: `4u * ${width}`, columns };
  }
  const { stride } = layoutOf(side, tiling);
  const [row, first] = alongInner ? [line, `${k}u`] : [`${k}u`, line];
  const start = tiling.buffers === 2 ? ` + ${buffer} * ${tileSize(side, tiling)}u` : '';
  const offset = `${row} * ${stride}u + ${first}${start}`;
  return tiling.vectors
    ? { array: `tile${name}`, offset: `(${offset}) / 4u`, stride: `${stride / 4}u`, columns }
    : { array: `tile${name}`, offset, stride: `${stride}u`, columns };
}
