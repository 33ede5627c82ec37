/** @file Rows of a data set before they mean anything: cells by column, wherever they come from. */
import type { SourceSettings } from '../sources/sourceSettings';

/** A value as text; null where there is none. Always a stranger's text. */
export type Cell = string | null;

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

/** One split of a data set: columns of cells that can be read in parts. */
export interface RowSource {
  /** The file's or split's name, for messages. */
  readonly name: string;
  readonly columns: readonly SourceColumn[];
  readonly rows: number;
  /** Whether everything is in memory, so that reading all of it costs nothing. */
  readonly atHand: boolean;
  readonly unit: 'line' | 'row';
  /** What the reader left out by itself. */
  readonly leftOut: readonly LeftOut[];
  /** What a person should know about how the file was read, one sentence each. */
  readonly notes: readonly string[];
  /** 1-based line or row, as `unit` says, of a 0-based row. */
  place(row: number): number;
  /**
   * The cells of some columns.
   * @param columns indices into `columns`
   * @param rows 0-based and ascending; null for all
   * @returns for each column, its cells in the order of `rows`
   * @throws LabError naming the source if it is damaged or cannot be had; the signal's reason if it aborts
   */
  read(
    columns: readonly number[],
    rows: readonly number[] | null,
    context: ReadContext,
  ): Promise<readonly (readonly Cell[])[]>;
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
  /** By column; a hole, or what is behind the end, is an empty cell. */
  readonly cells: readonly (readonly (Cell | undefined)[])[];
  readonly rows: number;
  readonly unit: 'line' | 'row';
  /** 1-based, by row. */
  readonly places: readonly number[];
  readonly leftOut: readonly LeftOut[];
  readonly notes: readonly string[];
}

/** A table that is in memory as a whole. */
export function memorySource({ cells, places, ...table }: MemoryTable): RowSource {
  return {
    ...table,
    atHand: true,
    place: (row) => places[row] ?? row + 1,
    read: (columns, rows) =>
      Promise.resolve(
        columns.map((column) => {
          const all = cells[column] ?? [];
          return rows
            ? rows.map((row) => all[row] ?? null)
            : Array.from({ length: table.rows }, (_, row) => all[row] ?? null);
        }),
      ),
  };
}
