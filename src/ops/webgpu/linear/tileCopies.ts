/**
 * @file How a matrix product through workgroup memory copies the tiles of its two matrices there, and how threads read
 * them.
 *
 * A tile has one of two layouts, depending on how the matrix is stored. A line is a row of the result for A, and a column
 * for B.
 *
 *   lines    for matrices whose rows run along inner (A in NT and NN, B in NT). The tile is [line][4 of inner]: a thread
 *            makes four products of each load, and nothing has to be transposed. The vec4s of a line are permuted, so
 *            that eight neighbouring threads, each at its own line, read from eight different groups of banks.
 *   inner    for matrices whose rows run across inner (A in TN, B in NN and TN). The tile is [inner][4 lines].
 *
 * The arrays are nested, and all indices but one are constants: browsers clamp each index that is not constant, and so
 * they do it once for all of a thread's fragments.
 */
import type { Precision } from '../../index';
import type { Form } from './gemmArgs';
import { appendedColumn, appendedColumns, appendedRow, type AppendedTerm } from './lowRankTiles';
import { NF4_FUNCTIONS } from './nf4';
import { unroll, type StorageType } from '../runtime/kernel';

/**
 * Sizes of tiles and of a thread's part are in elements and multiples of 4. The number of threads along a tile is a power
 * of two.
 */
export interface Tiling {
  readonly tileRows: number;
  readonly tileColumns: number;
  /** The part of the tile that one thread computes. */
  readonly threadRows: number;
  readonly threadColumns: number;
  /** How far along inner a tile reaches: 8, 16 or 32. */
  readonly kTile: number;
  /** Whether the next tile is loaded into registers while this one is multiplied. */
  readonly prefetch: boolean;
  /** The number of tiles of each matrix in workgroup memory. With two, each tile needs one barrier instead of two. */
  readonly buffers: 1 | 2;
  /** Whether a thread's groups of four lines are spread over the tile instead of side by side. */
  readonly interleave: boolean;
  /** Which tiles of layout `lines` are transposed to `inner` while they are copied, four by four in registers. */
  readonly transpose: 'none' | 'B' | 'both';
  /** Whether the work on a tile is written out, instead of a loop that the driver may unroll. */
  readonly unroll: boolean;
  /** Whether four lines of B are read when they are needed, instead of all lines first. */
  readonly lateLines: boolean;
  /**
   * The part of the tile that a warp of 32 threads covers, counted in threads' parts. flat: as many columns as there
   * are, such as 16 x 2. square: 8 x 4, along the columns first. zigzag: 8 x 4, along two rows first. There, of every
   * two threads side by side, or two apart, both read the same vec4 of one matrix; hardware that serves vec4s by
   * quarters of a warp can serve two quarters at once.
   */
  readonly warps: 'flat' | 'square' | 'zigzag';
}

/** A name that no other tiling has. */
export const tilingName = (t: Tiling): string =>
  [
    `${t.tileRows}x${t.tileColumns} by ${t.threadRows}x${t.threadColumns} k${t.kTile}`,
    t.prefetch ? 'prefetch' : '',
    t.buffers === 2 ? 'double' : '',
    t.interleave ? '' : 'adjacent',
    t.transpose === 'none' ? '' : `transposed ${t.transpose}`,
    t.unroll ? '' : 'rolled',
    t.lateLines ? 'late' : '',
    t.warps === 'square' ? '' : t.warps,
  ]
    .filter(Boolean)
    .join(' ');

export const threadsX = ({ tileColumns, threadColumns }: Tiling): number => tileColumns / threadColumns;
export const threadsY = ({ tileRows, threadRows }: Tiling): number => tileRows / threadRows;

export interface TileVariant {
  readonly form: Form;
  readonly tiling: Tiling;
  /** Whether inner is whole tiles. */
  readonly even: boolean;
  /** How b is stored. */
  readonly precision: Precision;
  /** For int8: whether b is multiplied by scales along inner. */
  readonly scaled: boolean;
  /** Whether tiles are half floats, four products of which are summed as such; null for float32. */
  readonly halves: HalfTiles | null;
  /** The low-rank term that goes on where inner ends; see `lowRankTiles.ts`. */
  readonly term: AppendedTerm;
}

export interface HalfTiles {
  /** Whether a holds gradients, which are moved into the range of half floats. */
  readonly gradient: boolean;
}

/** WGSL type of four numbers in a tile. */
export const tileVector = ({ halves }: Pick<TileVariant, 'halves'>): string =>
  halves ? 'vec4<f16>' : 'vec4f';

/** One of the two matrices. */
export interface Side {
  readonly name: 'A' | 'B';
  /** The threads along the lines, this thread's number among them, and the lines of a thread. */
  readonly threads: number;
  readonly thread: 'threadX' | 'threadY';
  readonly lines: number;
  /** Layout of the matrix and of its tile. */
  readonly from: 'lines' | 'inner';
  readonly to: 'lines' | 'inner';
  readonly precision: Precision;
  /** Type of an element of the matrix's array: four numbers, possibly packed. Of NF4 it is eight. */
  readonly type: StorageType;
  /** Type of a register that holds four numbers: of NF4 their codes and their block's largest magnitude. */
  readonly register: StorageType;
  /** Type of the scales along inner of one vec4 of the matrix; null if there are none. */
  readonly scaleType: 'f32' | 'vec4f' | null;
  /** WGSL of the workgroup's first line, the number of lines, and the vec4s of a row in memory. */
  readonly firstLine: string;
  readonly lineCount: string;
  readonly width: string;
}

const TYPES = { f32: 'vec4f', f16: 'vec2u', int8: 'u32', nf4: 'u32' } as const;

export function sides({ form, tiling, precision, scaled }: TileVariant): readonly [Side, Side] {
  const { transpose } = tiling;
  const layouts = (alongInner: boolean, transposed: boolean): Pick<Side, 'from' | 'to'> => ({
    from: alongInner ? 'lines' : 'inner',
    to: alongInner && !transposed ? 'lines' : 'inner',
  });
  return [
    {
      name: 'A',
      threads: threadsY(tiling),
      thread: 'threadY',
      lines: tiling.threadRows,
      ...layouts(form !== 'TN', transpose === 'both'),
      precision: 'f32',
      type: 'vec4f',
      register: 'vec4f',
      scaleType: null,
      firstLine: 'firstRow',
      lineCount: 'p.rows',
      width: form === 'TN' ? '(p.rows / 4u)' : '(p.inner / 4u)',
    },
    {
      name: 'B',
      threads: threadsX(tiling),
      thread: 'threadX',
      lines: tiling.threadColumns,
      ...layouts(form === 'NT', transpose !== 'none'),
      precision,
      type: TYPES[precision],
      register: precision === 'nf4' ? 'vec2u' : TYPES[precision],
      scaleType: !scaled ? null : form === 'NT' ? 'vec4f' : 'f32',
      firstLine: 'firstColumn',
      lineCount: 'p.columns',
      width: form === 'NT' ? '(p.inner / 4u)' : '(p.columns / 4u)',
    },
  ];
}

/** Declares unpack_f16, unpack_int8 or unpack_nf4, which return the four numbers of a register. */
export const UNPACK: Readonly<Record<Precision, string>> = {
  f32: '',
  f16: `
fn unpack_f16(pair: vec2u) -> vec4f { return vec4f(unpack2x16float(pair.x), unpack2x16float(pair.y)); }`,
  int8: `
fn unpack_int8(bytes: u32) -> vec4f {
  return vec4f(bitcast<vec4i>(vec4u(bytes) << vec4u(24u, 16u, 8u, 0u)) >> vec4u(24u));
}`,
  nf4: NF4_FUNCTIONS,
};

/** WGSL of the number in the tile of a thread's j-th line. */
export function lineOf({ threads, lines }: Side, { interleave }: Tiling, thread: string, j: string): string {
  if (!interleave) return `(${thread} * ${lines}u + ${j})`;
  return `(${j} / 4u * ${4 * threads}u + ${thread} * 4u + ${j} % 4u)`;
}

/** WGSL type of one tile in workgroup memory. */
export function tileType({ to, threads, lines }: Side, variant: TileVariant): string {
  const { kTile, interleave } = variant.tiling;
  const vector = tileVector(variant);
  if (to === 'lines') return `array<array<${vector}, ${(threads * kTile) / 4}>, ${lines}>`;
  const [outer, inner] = interleave ? [lines / 4, threads] : [threads, lines / 4];
  return `array<array<array<${vector}, ${inner}>, ${outer}>, ${kTile}>`;
}

/** Indices of a thread's group g in a row of a tile of layout `inner`. */
function groupAt({ interleave }: Tiling, thread: string, g: string): string {
  return interleave ? `[${g}][${thread}]` : `[${thread}][${g}]`;
}

/** Index of vec4 k of a thread's line in a tile of layout `lines`: permuted, see above. */
function vectorAt(kTile: number, thread: string, k: string): string {
  const vectors = kTile / 4;
  return `${thread} * ${vectors}u + ((${k}) ^ (${thread} / ${8 / vectors}u % ${vectors}u))`;
}

/** How a tile's copies are shared out. */
interface Copies {
  /** The number of threads in the workgroup. */
  readonly count: number;
  /** The number of copies for the whole tile. */
  readonly all: number;
  /** The number of copies per thread; some threads may not have the last one. */
  readonly perThread: number;
}

function copies({ from, to, threads, lines }: Side, tiling: Tiling): Copies {
  const vectors = (threads * lines * tiling.kTile) / 4;
  const all = from === to ? vectors : vectors / 4;
  const count = threadsX(tiling) * threadsY(tiling);
  return { count, all, perThread: Math.ceil(all / count) };
}

/** The registers of a copy: one vec4, or four if they are to be transposed. */
const parts = ({ from, to }: Side): number => (from === to ? 1 : 4);

/** Code for each copy of this thread, guarded if some threads do not have it. */
function eachCopy(side: Side, tiling: Tiling, code: (n: number) => string): string {
  const { all, count, perThread } = copies(side, tiling);
  return unroll(perThread, (n) => {
    const whole = (n + 1) * count <= all;
    return whole ? code(n) : `if (lane + ${n * count}u < ${all}u) { ${code(n)} }`;
  });
}

/**
 * When transposing, this many neighbouring threads store side by side, so that there are no bank conflicts: hardware
 * stores a warp's vec4s by quarters. All vec4s of a line are in the same warp, which loads them as whole sectors.
 */
const QUARTER = 8;

/** Declares, before the loop, each copy's position in the matrix and in the tile, and its registers. */
export function declareCopies(side: Side, tiling: Tiling): string {
  const { name, from, to, threads, lines, register, firstLine, lineCount, width, scaleType } = side;
  const { count, perThread } = copies(side, tiling);
  const vectors = tiling.kTile / 4;
  const groups = (threads * lines) / 4;
  const quarter = Math.min(QUARTER, groups);
  return unroll(perThread, (n) => {
    const id = `${name}${n}`;
    const copy = unroll(parts(side), (i) => `var copy${id}_${i} = ${register}();`, ' ');
    const registers = `${copy} ${scaleType ? `var scale${id} = ${scaleType}();` : ''}`;
    const unit = `let unit${id} = lane + ${n * count}u;`;
    if (from === 'inner')
      return `${unit} ${registers}
  let k${id} = unit${id} / ${groups}u;
  let line${id} = unit${id} % ${groups}u;
  var at${id}_0 = (start + k${id}) * ${width} + min(${firstLine} / 4u + line${id}, ${width} - 1u);`;
    const place = (line: string): string =>
      `min(${firstLine} + ${line}, ${lineCount} - 1u) * ${width} + start / 4u + k${id} / 4u`;
    if (to === 'inner')
      return `${unit} ${registers}
  let k${id} = unit${id} / ${quarter}u % ${vectors}u * 4u;
  let line${id} = unit${id} / ${quarter * vectors}u * ${quarter}u + unit${id} % ${quarter}u;
  ${unroll(4, (i) => `var at${id}_${i} = ${place(`4u * line${id} + ${i}u`)};`)}`;
    return `${unit} ${registers}
  let k${id} = unit${id} % ${vectors}u * 4u;
  let line${id} = unit${id} / ${vectors}u;
  var at${id}_0 = ${place(lineOf(side, tiling, `(line${id} % ${threads}u)`, `(line${id} / ${threads}u)`))};`;
  });
}

/** Loads the tile that begins at `k` into registers, with zeros beyond the end, and moves on to the next tile. */
export function loadTile(side: Side, { tiling, even }: TileVariant, k: string): string {
  const { name, from, register, width, scaleType, precision } = side;
  const step = from === 'inner' ? `${tiling.kTile}u * ${width}` : `${tiling.kTile / 4}u`;
  const read = (at: string): string =>
    precision === 'nf4' ? `find_nf4(${at})` : `${name.toLowerCase()}[${at}]`;
  return eachCopy(side, tiling, (n) => {
    const id = `${name}${n}`;
    const load = unroll(
      parts(side),
      (i) => `copy${id}_${i} = ${read(`at${id}_${i}`)}; at${id}_${i} += ${step};`,
    );
    const scaleAt = scaleType === 'vec4f' ? `(${k} + k${id}) / 4u` : `${k} + k${id}`;
    const scale = scaleType ? `scale${id} = scales[${scaleAt}];` : '';
    if (even) return `${load} ${scale}`;
    const zero = unroll(parts(side), (i) => `copy${id}_${i} = ${register}();`);
    return `if (${k} + k${id} < end) { ${load} ${scale} } else { ${zero} }`;
  });
}

/** Loads the tile of the low-rank term that begins at `k` into registers. */
export function loadAppended(side: Side, { tiling }: TileVariant, k: string): string {
  const { name, from, threads } = side;
  return eachCopy(side, tiling, (n) => {
    const id = `${name}${n}`;
    const j = `(${k} - appended + k${id})`;
    const line = lineOf(side, tiling, `(line${id} % ${threads}u)`, `(line${id} / ${threads}u)`);
    if (name === 'A') return `copy${id}_0 = ${appendedRow(`firstRow + ${line}`, j)};`;
    if (from === 'inner') return `copy${id}_0 = ${appendedColumns(`firstColumn + 4u * line${id}`, j)};`;
    return `copy${id}_0 = ${appendedColumn(`firstColumn + ${line}`, j)};`;
  });
}

/** Stores the registers into the tile. */
export function storeTile(side: Side, variant: TileVariant, tile: string): string {
  const { name, to, threads, lines, precision, scaleType } = side;
  const { tiling, halves } = variant;
  const { kTile } = tiling;
  const range = halves?.gradient && name === 'A' ? ' * p.range' : '';
  /** Halves end at 65504: what is larger is stored as this. */
  const rounded = (four: string): string =>
    halves ? `vec4<f16>(clamp(${four}${range}, vec4f(-65504.0), vec4f(65504.0)))` : four;
  return eachCopy(side, tiling, (n) => {
    const id = `${name}${n}`;
    const scale = scaleType ? ` * scale${id}` : '';
    const value = (i: number): string =>
      rounded(precision === 'f32' ? `copy${id}_${i}` : `unpack_${precision}(copy${id}_${i})${scale}`);
    if (to === 'lines') {
      const at = vectorAt(kTile, `(line${id} % ${threads}u)`, `k${id} / 4u`);
      return `${tile}[line${id} / ${threads}u][${at}] = ${value(0)};`;
    }
    const groups = tiling.interleave ? threads : lines / 4; // of the inner array
    const place = `[line${id} / ${groups}u][line${id} % ${groups}u]`;
    if (parts(side) === 1) return `${tile}[k${id}]${place} = ${value(0)};`;
    return `{
    ${unroll(4, (i) => `let value${i} = ${value(i)};`)}
    ${unroll(4, (k) => `${tile}[k${id} + ${k}u]${place} = ${tileVector(variant)}(${unroll(4, (i) => `value${i}[${k}]`, ', ')});`)}
  }`;
  });
}

/** Declares `vector<A or B>`: the index of vec4 number `vector` in each of the thread's lines. */
export function findVector({ name, thread }: Side, { kTile }: Tiling, vector: string): string {
  return `let vector${name} = ${vectorAt(kTile, thread, vector)};`;
}

/** Declares `<a or b><j>` for `count` of the thread's lines from `first` on: the vec4 at `vector<A or B>` of each. */
export function readLines({ name }: Side, tile: string, first: number, count: number): string {
  return unroll(
    count,
    (j) => `let ${name.toLowerCase()}${first + j} = ${tile}[${first + j}][vector${name}];`,
  );
}

/** Declares `<a or b><g>` for the thread's groups of four lines, all at one k. */
export function readGroups({ name, thread, lines }: Side, tiling: Tiling, tile: string, k: string): string {
  return unroll(
    lines / 4,
    (g) => `let ${name.toLowerCase()}${g} = ${tile}[${k}]${groupAt(tiling, thread, `${g}`)};`,
  );
}
