/** @file The rows that are trained or measured on: where each stands and its class, its texts only when they are asked for. */
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

/** Where texts are kept. */
export interface TextTable {
  readonly rows: PackedRows;
  /** Columns of the table. */
  readonly text: number;
  readonly pair: number | null;
}

/** Some rows of a split, in an order. */
export class Examples implements Iterable<Example> {
  private readonly reader: RowReader;

  /**
   * @param table keeps their texts
   * @param rows of the split, in this order
   * @param classes of each
   * @param places rows of the table; left out where it is the split's own
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

  /** @param index below `length`; fastest in the order of the table */
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

  /** Those of the indices, in their order. */
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

  /** In the order of the split. */
  sorted(): Examples {
    const { rows } = this;
    if (rows.every((row, index) => index === 0 || row >= rows[index - 1]!)) return this;
    return this.choose(rows.map((_, index) => index).sort((a, b) => rows[a]! - rows[b]!));
  }
}
