/** @file The library: entries in memory and in the browser's database, what was deleted last, and what is overlaid. */
import type { StateCreator } from 'zustand';
import type { LibraryEntry } from '../../../src/library/entry';
import { readChosen, writeChosen } from './libraryChoice';
import {
  addEntries,
  changeEntry,
  deleteEntry,
  loadLibrary,
  newLibraryMemory,
  type LibraryState,
} from './libraryEntries';
import { countEntries, type Change } from '../storage/libraryStorage';

export interface LibrarySlice extends LibraryState {
  /** Overlaid scenarios, by `rowKey`. */
  readonly chosenRows: ReadonlySet<string>;

  readonly countLibrary: () => Promise<void>;
  /** Reads what the browser keeps, including what another tab has added in the meantime. */
  readonly loadLibrary: () => Promise<readonly LibraryEntry[]>;
  /** Adds all entries or none. Resolves when they are stored, or the browser has refused. */
  readonly addEntries: (entries: readonly LibraryEntry[]) => Promise<void>;
  /**
   * Changes the entry as it is stored by then: another tab may have changed it, too.
   * Resolves with false if another tab has deleted it.
   */
  readonly changeEntry: (id: string, change: Change) => Promise<boolean>;
  readonly deleteEntry: (id: string) => void;
  readonly undoDelete: (id: string) => void;
  /** Forgets deleted entries: none can be brought back any more. */
  readonly forgetDeleted: () => void;
  readonly chooseRows: (keys: readonly string[], chosen: boolean) => void;
}

/** A scenario of an entry, by its index among the entry's rows: the choice outlives a reload, which a ScenarioId does not. */
export const rowKey = (entryId: string, index: number): string => `${entryId}/${index}`;

export const createLibrarySlice: StateCreator<LibrarySlice, [], [], LibrarySlice> = (set, get) => {
  const context = { get, set, memory: newLibraryMemory() };
  return {
    library: null,
    foreignEntries: [],
    libraryCount: null,
    libraryProblem: null,
    deleted: [],
    chosenRows: readChosen(),

    async countLibrary() {
      // A failure to count is reported when the library is opened.
      const libraryCount = await countEntries().catch(() => 0);
      if (get().library === null) set({ libraryCount });
    },

    loadLibrary: () => loadLibrary(context),
    addEntries: (entries) => addEntries(context, entries),
    changeEntry: (id, change) => changeEntry(context, id, change),
    deleteEntry: (id) => deleteEntry(context, id),

    undoDelete(id) {
      const entry = get().deleted.find((other) => other.id === id);
      if (!entry) return;
      set(({ deleted }) => ({ deleted: deleted.filter((other) => other !== entry) }));
      void get().addEntries([entry]);
    },

    forgetDeleted: () => set({ deleted: [] }),

    chooseRows(keys, chosen) {
      const chosenRows = new Set(get().chosenRows);
      for (const key of keys) {
        if (chosen) chosenRows.add(key);
        else chosenRows.delete(key);
      }
      writeChosen(chosenRows);
      set({ chosenRows });
    },
  };
};
