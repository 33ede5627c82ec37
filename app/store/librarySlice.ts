/** @file The library: entries in memory and in the browser's database, what was deleted last, and what is overlaid. */
import type { StateCreator } from 'zustand';
import { type EntryChange, type ForeignEntry, type LibraryEntry, sortStored } from '../../src/library/entry';
import type { Lab } from './lab';
import { readChosen, writeChosen } from './libraryChoice';
import { countEntries, deleteEntries, readEntries, storageWords, storeEntries } from './libraryStorage';

export interface LibrarySlice {
  /** Oldest first; null until they have been read. */
  readonly library: readonly LibraryEntry[] | null;
  /** Of a newer lab: shown by name and left untouched. */
  readonly foreignEntries: readonly ForeignEntry[];
  /** Known before the entries are; null until then. */
  readonly libraryCount: number | null;
  /** Why the library lasts for this visit only; null if it is kept. */
  readonly libraryProblem: string | null;
  /** Deleted in this visit and not brought back, each deletion with its place in time; the last one last. */
  readonly deleted: readonly LibraryEntry[];
  /** Overlaid scenarios, by `rowKey`. */
  readonly chosenRows: ReadonlySet<string>;

  readonly countLibrary: () => Promise<void>;
  /** Reads what the browser keeps, also what another tab has added meanwhile. */
  readonly loadLibrary: () => Promise<readonly LibraryEntry[]>;
  readonly addEntries: (entries: readonly LibraryEntry[]) => void;
  readonly changeEntry: (id: string, change: EntryChange) => void;
  readonly deleteEntry: (id: string) => void;
  readonly undoDelete: (id: string) => void;
  /** Nothing can be brought back any more. */
  readonly forgetDeleted: () => void;
  readonly chooseRows: (keys: readonly string[], chosen: boolean) => void;
}

/** A scenario of an entry, by its position among the entry's rows. */
export const rowKey = (entryId: string, index: number): string => `${entryId}/${index}`;

export const createLibrarySlice: StateCreator<Lab, [], [], LibrarySlice> = (set, get) => {
  /** Entries that the browser did not take: only this visit has them. */
  const unsaved = new Map<string, LibraryEntry>();
  const save = (entries: readonly LibraryEntry[]): void => {
    for (const entry of entries) unsaved.set(entry.id, entry);
    storeEntries(entries).then(
      () => {
        for (const entry of entries) if (unsaved.get(entry.id) === entry) unsaved.delete(entry.id);
      },
      (error: unknown) => set({ libraryProblem: storageWords(error) }),
    );
  };
  const show = (entries: readonly LibraryEntry[]): void => {
    const library = sortStored(entries).entries;
    set(({ foreignEntries }) => ({ library, libraryCount: library.length + foreignEntries.length }));
  };

  return {
    library: null,
    foreignEntries: [],
    libraryCount: null,
    libraryProblem: null,
    deleted: [],
    chosenRows: readChosen(),

    async countLibrary() {
      // What cannot be counted is told when the library is opened.
      const libraryCount = await countEntries().catch(() => 0);
      if (get().library === null) set({ libraryCount });
    },

    async loadLibrary() {
      try {
        const { entries, foreign } = sortStored(await readEntries());
        set({ foreignEntries: foreign });
        const stored = entries.filter(({ id }) => !unsaved.has(id));
        // The same objects as before, so that what is drawn already is not drawn again.
        const before = new Map(get().library?.map((entry) => [entry.id, entry]));
        const known = stored.map((entry) => {
          const old = before.get(entry.id);
          return old && JSON.stringify(aboutOf(old)) === JSON.stringify(aboutOf(entry)) ? old : entry;
        });
        show([...known, ...unsaved.values()]);
      } catch (error) {
        set({ libraryProblem: storageWords(error) });
        show(get().library ?? []);
      }
      return get().library ?? [];
    },

    addEntries(entries) {
      save(entries);
      show([...(get().library ?? []), ...entries]);
    },

    changeEntry(id, change) {
      const entry = get().library?.find((other) => other.id === id);
      if (!entry) return;
      const changed = { ...entry, ...change };
      save([changed]);
      show((get().library ?? []).map((other) => (other === entry ? changed : other)));
    },

    deleteEntry(id) {
      const entry = get().library?.find((other) => other.id === id);
      if (!entry) return;
      unsaved.delete(id);
      set(({ deleted }) => ({ deleted: [...deleted, entry] }));
      show((get().library ?? []).filter((other) => other !== entry));
      deleteEntries([id]).catch((error: unknown) => set({ libraryProblem: storageWords(error) }));
    },

    undoDelete(id) {
      const entry = get().deleted.find((other) => other.id === id);
      if (!entry) return;
      set(({ deleted }) => ({ deleted: deleted.filter((other) => other !== entry) }));
      get().addEntries([entry]);
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

/** What of an entry tells whether another tab has changed it. */
function aboutOf({ name, note, tags, results }: LibraryEntry): unknown {
  return [name, note, tags, results.trials.map(({ id }) => id)];
}
