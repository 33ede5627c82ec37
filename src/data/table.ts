/** @file Rows of a data set before they mean anything: cells by column, wherever they come from. */
import type { SourceSettings } from '../sources/sourceSettings';
import type { Cell } from './cell';
import type { PackedRows } from './packedRows';
import type { RowPositions } from './rowPositions';

export interface SourceColumn {
  /** Unique within the source; `isDataName` holds. */
  readonly name: string;
  /** Names of the classes 0, 1, ... where the file tells them. */
  readonly classNames: readonly string[] | null;
}

/** What reading may need, and where it tells how far it is. */
export interface ReadContext {
  readonly sources: SourceSettings;
  readonly signal: AbortSignal;
  readonly onBytes: (received: number, total: number) => void;
}

/** Rows that could not be used for one reason. */
export interface LeftOut {
  /** Continues "3 rows left out: ". */
  readonly reason: string;
  readonly count: number;
  /** Where the first few are: 1-based, in the source's unit. */
  readonly first: readonly number[];
}

/** Cells of a column that count as missing because of what they say. */
export interface MissingWord {
  /** Index of the column. */
  readonly column: number;
  readonly word: string;
  readonly count: number;
}

/** How a file became rows, as it was chosen or found out; what does not apply is left out. */
export interface FileReading {
  /** As `TextDecoder` names it. */
  readonly encoding?: string;
  /** The character itself. */
  readonly delimiter?: string;
  /** Whether the first line names the columns. */
  readonly header?: boolean;
  readonly missing?: readonly MissingWord[];
  /** Whether cells that say so count as missing; left out where the file has other means to say it. */
  readonly missingWords?: readonly string[];
}

/** One split of a data set: columns of cells that can be read in parts. */
export interface RowSource {
  /** The file's or split's name, for messages. */
  readonly name: string;
  readonly columns: readonly SourceColumn[];
  readonly rows: number;
  /** The rows themselves where all are in memory, so that reading them costs little; null where each costs a request. */
  readonly packed: PackedRows | null;
  readonly unit: 'line' | 'row';
  /** What the reader left out by itself. */
  readonly leftOut: readonly LeftOut[];
  /** What a person should know about how the file was read, one sentence each. */
  readonly notes: readonly string[];
  /** Left out where nothing had to be found out. */
  readonly reading?: FileReading;
  /** Names of columns whose values are lists or objects, which are neither texts nor labels; perhaps not among `columns`. */
  readonly nested?: readonly string[];
  /** 1-based line or row, as `unit` says, of a 0-based row. */
  place(row: number): number;
  /**
   * Goes through the cells of some columns, row by row, without keeping them.
   * @param columns indices into `columns`, each once
   * @param rows 0-based and ascending; null for all
   * @param take gets a row's cells in the order of `columns`, in an array that the next row writes over, and how many
   *   rows came before
   * @throws LabError naming the source if it is damaged or cannot be had; the signal's reason if it aborts
   */
  visit(
    columns: readonly number[],
    rows: ArrayLike<number> | null,
    context: ReadContext,
    take: (cells: readonly Cell[], index: number) => void,
  ): Promise<void>;
  /**
   * The cells of some columns, for few rows: each is a text of its own.
   * @returns for each column, its cells in the order of `rows`
   * @throws as `visit` does
   */
  read(
    columns: readonly number[],
    rows: readonly number[] | null,
    context: ReadContext,
  ): Promise<readonly (readonly Cell[])[]>;
}

/** `read` of a source that has `visit`. */
export async function readByVisiting(
  visit: RowSource['visit'],
  columns: readonly number[],
  rows: readonly number[] | null,
  context: ReadContext,
): Promise<Cell[][]> {
  const found: Cell[][] = columns.map(() => []);
  await visit(columns, rows, context, (cells) => {
    for (const [column, cell] of cells.entries()) found[column]!.push(cell);
  });
  return found;
}

/** Positions of left-out rows that a report names. */
export const NAMED_PLACES = 5;

/** Counts rows that are left out, by reason. */
export class LeftOutCounter {
  private readonly reasons = new Map<string, { count: number; first: number[] }>();

  add(reason: string, place: number): void {
    const known = this.reasons.get(reason);
    const entry = known ?? { count: 0, first: [] };
    if (!known) this.reasons.set(reason, entry);
    entry.count++;
    if (entry.first.length < NAMED_PLACES) entry.first.push(place);
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

/** A table that is in memory as a whole. */
export function memorySource({ places, ...table }: MemoryTable): RowSource {
  const { packed } = table;
  // eslint-disable-next-line @typescript-eslint/require-await -- what goes wrong is to reject, not to throw
  const visit: RowSource['visit'] = async (columns, rows, { signal }, take) => {
    signal.throwIfAborted();
    const reader = packed.reader(columns);
    const count = rows ? rows.length : packed.rows;
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
