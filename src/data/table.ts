/** @file The rows of a data set as cells by column, whatever their source, before it is known what the columns mean. */
import type { SourceSettings } from '../sources/sourceSettings';
import type { Cell } from './cell';
import type { PackedRows } from './packedRows';
import type { RowPositions } from './rowPositions';

export interface SourceColumn {
  /** The column's name; unique within the source; `isDataName` holds. */
  readonly name: string;
  /** Names of the classes 0, 1, ...; null if the file does not give them. */
  readonly classNames: readonly string[] | null;
}

/** What reading may need, and where it reports its progress. */
export interface ReadContext {
  readonly sources: SourceSettings;
  readonly signal: AbortSignal;
  readonly onBytes: (received: number, total: number) => void;
}

/** Rows that cannot be used, for one reason. */
export interface LeftOut {
  /** Text that completes "3 rows left out: ". */
  readonly reason: string;
  readonly count: number;
  /** Positions of the first few rows: 1-based, in the source's unit. */
  readonly first: readonly number[];
}

/** A word that makes cells of a column count as missing. */
export interface MissingWord {
  /** Index of the column. */
  readonly column: number;
  readonly word: string;
  readonly count: number;
}

/** How a file was read, as chosen or detected. What does not apply is left out. */
export interface FileReading {
  /** Name of the encoding, as `TextDecoder` has it. */
  readonly encoding?: string;
  /** The delimiting character itself. */
  readonly delimiter?: string;
  /** Whether the first line names the columns. */
  readonly header?: boolean;
  readonly missing?: readonly MissingWord[];
  /** Words that make a cell count as missing; left out if the file has other means to say so. */
  readonly missingWords?: readonly string[];
}

/** One split of a data set: columns of cells that can be read in parts. */
export interface RowSource {
  /** The file's or split's name, for messages. */
  readonly name: string;
  readonly columns: readonly SourceColumn[];
  readonly rows: number;
  /** The rows themselves if all are in memory, so that reading costs little; null if each part costs a request. */
  readonly packed: PackedRows | null;
  readonly unit: 'line' | 'row';
  /** The rows that the reader left out by itself. */
  readonly leftOut: readonly LeftOut[];
  /** Notes for the person about how the file was read, one sentence each. */
  readonly notes: readonly string[];
  /** How the file was read; left out if nothing had to be found out. */
  readonly reading?: FileReading;
  /** Names of columns whose values are lists or objects, which are neither texts nor labels. They need not be in `columns`. */
  readonly nested?: readonly string[];
  /** The 1-based line or row in the file, as `unit` says, of a 0-based row. */
  place(row: number): number;
  /**
   * Visits the cells of some columns, row by row, without keeping them.
   * @param columns indices into `columns`, each once
   * @param rows 0-based and ascending; null for all
   * @param take gets a row's cells in the order of `columns`, in an array that the next row overwrites, and how many
   *   rows came before
   * @throws LabError naming the source if it is damaged or out of reach; the signal's reason if it aborts
   */
  visit(
    columns: readonly number[],
    rows: ArrayLike<number> | null,
    context: ReadContext,
    take: (cells: readonly Cell[], index: number) => void,
  ): Promise<void>;
  /**
   * Reads the cells of some columns, for few rows: each cell is a text of its own.
   * @returns for each column, its cells in the order of `rows`
   * @throws as `visit` does
   */
  read(
    columns: readonly number[],
    rows: readonly number[] | null,
    context: ReadContext,
  ): Promise<readonly (readonly Cell[])[]>;
}

/** Implements `read` for a source that has `visit`. */
export async function readByVisiting(
  visit: RowSource['visit'],
  columns: readonly number[],
  rows: readonly number[] | null,
  context: ReadContext,
): Promise<Cell[][]> {
  const found: Cell[][] = columns.map(() => []);
  await visit(columns, rows, context, (cells) => {
    for (const [column, kept] of found.entries()) kept.push(cells[column] ?? null);
  });
  return found;
}

/** The column at an index that was chosen among the source's own. */
export function columnOf(
  { name, columns }: Pick<RowSource, 'name' | 'columns'>,
  index: number,
): SourceColumn {
  const column = columns[index];
  if (!column) throw new RangeError(`${name} has ${columns.length} columns, and none of index ${index}.`);
  return column;
}

/** The most positions of left-out rows that a report names. */
const MOST_NAMED = 5;

/** Counts rows that are left out, by reason. */
export class LeftOutCounter {
  private readonly reasons = new Map<string, { count: number; first: number[] }>();

  add(reason: string, place: number): void {
    const known = this.reasons.get(reason);
    const entry = known ?? { count: 0, first: [] };
    if (!known) this.reasons.set(reason, entry);
    entry.count++;
    if (entry.first.length < MOST_NAMED) entry.first.push(place);
  }

  list(): LeftOut[] {
    return [...this.reasons].map(([reason, { count, first }]) => ({
      reason,
      count,
      first: first.toSorted((a, b) => a - b),
    }));
  }
}

export interface MemoryTable {
  readonly name: string;
  readonly columns: readonly SourceColumn[];
  readonly packed: PackedRows;
  readonly unit: 'line' | 'row';
  readonly places: RowPositions;
  readonly leftOut: readonly LeftOut[];
  readonly notes: readonly string[];
  readonly reading: FileReading;
  readonly nested?: readonly string[];
}

/** The source of a table that is in memory as a whole. */
export function memorySource({ places, ...table }: MemoryTable): RowSource {
  const { packed } = table;
  // eslint-disable-next-line @typescript-eslint/require-await -- errors are to reject, not to throw
  const visit: RowSource['visit'] = async (columns, rows, { signal }, take) => {
    signal.throwIfAborted();
    const reader = packed.reader(columns);
    const count = rows ? rows.length : packed.rows;
    // The index stays below the length of `rows`.
    for (let index = 0; index < count; index++) take(reader.read(rows ? rows[index]! : index), index);
  };
  return {
    ...table,
    rows: packed.rows,
    place: (row) => places.at(row),
    visit,
    read: (columns, rows, context) => readByVisiting(visit, columns, rows, context),
  };
}
