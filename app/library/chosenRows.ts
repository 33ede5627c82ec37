/** @file The check marks of the library, which say which scenarios of which entries are overlaid. */
import type { LibraryEntry } from '../../src/library/entry';
import { type SourceRow, sourceRows } from '../../src/library/rows';
import { rowKey } from '../store/results/librarySlice';

/** The keys of all scenarios of an entry. */
export function rowsOf(entry: LibraryEntry): string[] {
  return sourceRows(entry).map(({ index }) => rowKey(entry.id, index));
}

/** The chosen scenarios, in the order of the library. */
export function chosenOf(library: readonly LibraryEntry[], chosen: ReadonlySet<string>): SourceRow[] {
  return library.flatMap((entry) =>
    sourceRows(entry).filter(({ index }) => chosen.has(rowKey(entry.id, index))),
  );
}
