/** @file Takes rows of a split as examples: only those that are asked for are read, and rows without a text are passed over. */
import { LabError } from '../base/errors';
import { Examples, type TextTable } from './examples';
import type { LabelledText } from './heldOut';
import { type LabelledSplit, type Problem, problemsOf } from './labelledSplit';
import { PackedRows } from './packedRows';
import { LeftOutCounter, type ReadContext, type RowSource } from './table';

/** The most sentences whose tokens a browser's memory can hold. */
const MAX_ROWS_READ = 1_000_000;
/** Used as the position of a row that has no text. */
const NO_TEXT = -1;

export type IsTaken = (text: LabelledText) => boolean;

/** Takes rows of splits as examples, and counts those that have no text. */
export class ExampleReader {
  private readonly counters = new Map<RowSource, LeftOutCounter>();

  constructor(private readonly context: ReadContext) {}

  problems(): Problem[] {
    return [...this.counters].flatMap(([source, counter]) => problemsOf(source, counter.list()));
  }

  /**
   * Takes the first `count` rows of an order that have a text; for each row without one, a later row is read.
   * @param isTaken says of a text whether it is used elsewhere, so that its row is left out
   */
  async take(
    split: LabelledSplit,
    rows: Int32Array,
    count: number | null,
    isTaken: IsTaken = () => false,
  ): Promise<Examples> {
    const { source, columns, classes } = split;
    const wanted = Math.min(count ?? rows.length, rows.length);
    if (wanted > MAX_ROWS_READ && source.packed === null)
      throw new LabError(
        `${source.name} has ${rows.length} rows, more than the ${MAX_ROWS_READ} that the lab reads.`,
        'Set the number of training and validation sentences.',
      );
    const table: TextTable = source.packed
      ? { rows: source.packed, text: columns.text, pair: columns.pair }
      : { rows: new PackedRows(), text: 0, pair: columns.pair === null ? null : 1 };
    const taken = new Int32Array(wanted);
    const inTable = source.packed ? taken : new Int32Array(wanted);
    let [length, next] = [0, 0];
    while (length < wanted && next < rows.length) {
      const some = rows.subarray(next, next + wanted - length);
      next += some.length;
      const positions = await this.readSome(split, some, table, isTaken);
      for (const [index, row] of some.entries()) {
        const position = positions[index] ?? NO_TEXT;
        if (position === NO_TEXT) continue;
        taken[length] = row;
        inTable[length++] = position;
      }
    }
    if (!source.packed) table.rows.close();
    const some = taken.subarray(0, length);
    const own = new Int8Array(length);
    for (const [index, row] of some.entries()) own[index] = classes[row] ?? -1;
    return new Examples(table, some, own, source.packed ? some : inTable.subarray(0, length));
  }

  /** @returns for each row its position in the table, or NO_TEXT */
  private async readSome(
    { source, columns }: LabelledSplit,
    rows: Int32Array,
    table: TextTable,
    isTaken: IsTaken,
  ): Promise<Int32Array> {
    const counter = this.counters.get(source) ?? new LeftOutCounter();
    this.counters.set(source, counter);
    const wanted = columns.pair === null ? [columns.text] : [columns.text, columns.pair];
    const [ascending, indexOf] = inOrder(rows);
    const positions = new Int32Array(rows.length).fill(NO_TEXT);
    await source.visit(wanted, ascending, this.context, (cells, index) => {
      const row = ascending[index]!; // the source visits exactly these rows
      const text = cells[0]?.trim() ?? '';
      const hasPair = columns.pair === null || (cells[1]?.trim() ?? '') !== '';
      if (text === '' || !hasPair) {
        counter.add(text === '' ? 'no text' : 'no second text', source.place(row));
        return;
      }
      if (isTaken({ text, pair: columns.pair === null ? null : (cells[1] ?? null) })) return;
      positions[indexOf(index)] = source.packed ? row : table.rows.rows;
      if (!source.packed) table.rows.add(cells, null);
    });
    return positions;
  }
}

/**
 * Sorts the rows ascending, and gives for each index into that order the row's index in `rows`. All indices below come
 * from `rows` itself, so none is out of range.
 */
function inOrder(rows: Int32Array): [Int32Array, (index: number) => number] {
  if (rows.every((row, index) => index === 0 || row > rows[index - 1]!)) return [rows, (index) => index];
  const indices = rows.map((_, index) => index).sort((a, b) => rows[a]! - rows[b]!);
  return [indices.map((index) => rows[index]!), (index) => indices[index]!];
}
