/** @file The rows that are trained or measured on: position and class of each, and its texts only when they are asked for. */
import type { PackedRows, RowReader } from './packedRows';

export interface Example {
  readonly text: string;
  /** The second text, where rows are pairs. */
  readonly pair: string | null;
  /** 0-based class. */
  readonly label: number;
  /** 0-based row of its split. */
  readonly row: number;
}

/** The table that keeps the texts. */
export interface TextTable {
  readonly rows: PackedRows;
  /** Columns of the table. */
  readonly text: number;
  readonly pair: number | null;
}

/**
 * Some rows of a split, in a given order. All arrays have the same length and indices stay below it, so none is out of
 * range.
 */
export class Examples implements Iterable<Example> {
  private readonly reader: RowReader;

  /**
   * @param table keeps the texts
   * @param rows numbers of rows of the split, in this order
   * @param classes the class of each row
   * @param places for each row, its row of the table; left out if the table is the split's own
   */
  constructor(
    private readonly table: TextTable,
    readonly rows: Int32Array,
    readonly classes: Int8Array,
    private readonly places: Int32Array = rows,
  ) {
    const { text, pair } = table;
    this.reader = table.rows.reader(pair === null ? [text] : [text, pair]);
  }

  get length(): number {
    return this.rows.length;
  }

  /** @param index below `length`; reading is fastest in the order of the table */
  at(index: number): Example {
    const [text, pair] = this.reader.read(this.places[index]!);
    return {
      text: text?.trim() ?? '',
      pair: this.table.pair === null ? null : (pair?.trim() ?? ''),
      label: this.classes[index]!,
      row: this.rows[index]!,
    };
  }

  *[Symbol.iterator](): Generator<Example> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }

  /** The rows at these indices, in the order of the indices. */
  choose(indices: Int32Array): Examples {
    const rows = new Int32Array(indices.length);
    const classes = new Int8Array(indices.length);
    const places = this.places === this.rows ? rows : new Int32Array(indices.length);
    for (const [to, from] of indices.entries()) {
      rows[to] = this.rows[from]!;
      classes[to] = this.classes[from]!;
      places[to] = this.places[from]!;
    }
    return new Examples(this.table, rows, classes, places);
  }

  /** The same rows in the order of the split. */
  sorted(): Examples {
    const { rows } = this;
    if (rows.every((row, index) => index === 0 || row >= rows[index - 1]!)) return this;
    return this.choose(rows.map((_, index) => index).sort((a, b) => rows[a]! - rows[b]!));
  }
}
