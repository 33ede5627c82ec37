/**
 * @file Keeps a table in memory, row by row in a few buffers: it takes about a byte per cell besides the texts
 * themselves.
 *
 * A reader follows what `PackedRows` has written, block by block and never past its last row, so no index is out of
 * range.
 */
import { ByteWriter, bytesOfHeader, textOf } from './packedText';
import type { Cell } from './cell';

const BLOCK = 1 << 20;
const MOST_WASTED = BLOCK / 16;
/**
 * How many bytes lie between two known locations: few enough to find a row soon, enough that the locations take hardly
 * any memory.
 */
const BYTES_BETWEEN_PLACES = 4096;
/** A mark used instead of a text's header; the number of empty cells follows it. */
const EMPTY_CELLS = 0;

/** The location where a row begins. */
interface Place {
  readonly row: number;
  readonly block: number;
  readonly offset: number;
}

/** Rows of cells, which are appended one by one and read in any order. */
export class PackedRows {
  /** How many rows there are so far. */
  rows = 0;
  private readonly blocks: Uint8Array[] = [];
  /** How many bytes of the last block are used. */
  private used = 0;
  private readonly row = new ByteWriter();
  private readonly places: Place[] = [];
  /** The number of cells per row, and from which row on it holds: in JSON new columns can appear in any row. */
  private readonly widths: { readonly row: number; readonly width: number }[] = [];
  private width = 0;

  /**
   * @param cells a cell that is null, or that a short row lacks, is empty
   * @param columns the column of each cell, ascending; null for 0, 1, ...
   */
  add(cells: readonly Cell[], columns: readonly number[] | null): void {
    const { row } = this;
    row.length = 0;
    let next = 0;
    const skipTo = (column: number): void => {
      if (column === next) return;
      row.number(EMPTY_CELLS);
      row.number(column - next);
      next = column;
    };
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i]!;
      if (cell === null) continue;
      skipTo(columns ? columns[i]! : i);
      row.text(cell);
      next++;
    }
    if (next > this.width) {
      this.width = next;
      this.widths.push({ row: this.rows, width: next });
    } else skipTo(this.width);
    this.append(row);
    this.rows++;
  }

  /** Must be called after the last row. */
  close(): void {
    const last = this.blocks.at(-1);
    if (!last) return;
    // A copy leaves the whole block as garbage, so it is made only if much of the block is empty.
    const wasted = last.length - this.used;
    this.blocks[this.blocks.length - 1] =
      wasted > MOST_WASTED ? last.slice(0, this.used) : last.subarray(0, this.used);
  }

  private append({ bytes, length }: ByteWriter): void {
    let last = this.blocks.at(-1);
    if (!last || this.used + length > last.length) {
      this.close();
      last = new Uint8Array(Math.max(BLOCK, length));
      this.blocks.push(last);
      this.used = 0;
    }
    const block = this.blocks.length - 1;
    const place = this.places.at(-1);
    if (place?.block !== block || this.used - place.offset >= BYTES_BETWEEN_PLACES)
      this.places.push({ row: this.rows, block, offset: this.used });
    last.set(bytes.subarray(0, length), this.used);
    this.used += length;
  }

  /** @param columns the columns whose cells are wanted, each once */
  reader(columns: readonly number[]): RowReader {
    return new RowReader(this.blocks, this.places, this.widths, columns);
  }
}

/** Reads rows one by one; fastest in ascending order. */
export class RowReader {
  /** Cells of the row that was read last, in the order of the columns; the next read overwrites them. */
  readonly cells: Cell[];
  /** For each column, the index into `cells`, or -1. */
  private readonly wanted: Int32Array;
  private row = 0;
  private block = 0;
  private offset = 0;
  private place = 0;

  constructor(
    private readonly blocks: readonly Uint8Array[],
    private readonly places: readonly Place[],
    private readonly widths: readonly { readonly row: number; readonly width: number }[],
    columns: readonly number[],
  ) {
    this.cells = columns.map(() => null);
    this.wanted = new Int32Array(Math.max(0, ...columns.map((column) => column + 1))).fill(-1);
    for (const [index, column] of columns.entries()) this.wanted[column] = index;
  }

  /** @param row below the number of rows */
  read(row: number): readonly Cell[] {
    this.seek(row);
    while (this.row < row) this.pass(false);
    this.cells.fill(null);
    this.pass(true);
    return this.cells;
  }

  private seek(row: number): void {
    let place = this.place;
    const next = this.places[place + 1];
    if (row < this.row || (next && row >= next.row)) {
      place = lastUpTo(this.places, row);
      const there = this.places[place]!;
      if (row < this.row || there.row > this.row)
        ({ row: this.row, block: this.block, offset: this.offset } = there);
    }
    this.place = place;
  }

  private pass(take: boolean): void {
    const width = widthAt(this.widths, this.row++);
    if (width === 0) return; // takes no bytes
    if (this.offset === this.blocks[this.block]!.length) {
      this.block++;
      this.offset = 0;
    }
    const bytes = this.blocks[this.block]!;
    for (let column = 0; column < width; column++) {
      // Most headers are a single byte.
      const byte = bytes[this.offset]!;
      let header = byte;
      if (byte < 0x80) this.offset++;
      else header = this.number(bytes);
      if (header === EMPTY_CELLS) {
        column += this.number(bytes) - 1;
        continue;
      }
      const index = take ? (this.wanted[column] ?? -1) : -1;
      if (index >= 0) this.cells[index] = textOf(bytes, this.offset, header);
      this.offset += bytesOfHeader(header);
    }
  }

  private number(bytes: Uint8Array): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = bytes[this.offset++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }
}

function widthAt(widths: readonly { readonly row: number; readonly width: number }[], row: number): number {
  const last = widths.at(-1);
  if (!last || row >= last.row) return last?.width ?? 0;
  return row < widths[0]!.row ? 0 : widths[lastUpTo(widths, row)]!.width;
}

/** The index of the last element that begins at or before the row. */
function lastUpTo(sorted: readonly { readonly row: number }[], row: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sorted[middle]!.row <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}
