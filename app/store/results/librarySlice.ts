/** @file The library: entries in memory and in the browser's database, what was deleted last, and what is overlaid. */
import type { StateCreator } from 'zustand';
import { byAge, type ForeignEntry, type LibraryEntry } from '../../../src/library/entry';
import { readChosen, writeChosen } from './libraryChoice';
import {
  changedBy,
  changeStored,
  countEntries,
  deleteEntries,
  readEntries,
  formatStorage,
  storeEntries,
  type Change,
} from '../storage/libraryStorage';
import { tellOtherTabs } from '../storage/libraryTabs';

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
  /** All of them or none. Resolves when they are stored, or the browser has refused. */
  readonly addEntries: (entries: readonly LibraryEntry[]) => Promise<void>;
  /**
   * Changes the entry as it is stored by then: another tab may have changed it, too.
   * Resolves with false if another tab has deleted it.
   */
  readonly changeEntry: (id: string, change: Change) => Promise<boolean>;
  readonly deleteEntry: (id: string) => void;
  readonly undoDelete: (id: string) => void;
  /** Nothing can be brought back any more. */
  readonly forgetDeleted: () => void;
  readonly chooseRows: (keys: readonly string[], chosen: boolean) => void;
}

/** A scenario of an entry, by its position among the entry's rows. */
export const rowKey = (entryId: string, index: number): string => `${entryId}/${index}`;

/** What the browser has not taken yet: this visit alone has it, until it can be stored. */
interface Unsaved {
  /** The entry, where it is new; null where changes of a stored one wait. */
  readonly added: LibraryEntry | null;
  readonly changes: readonly Change[];
}

export const createLibrarySlice: StateCreator<LibrarySlice, [], [], LibrarySlice> = (set, get) => {
  const unsaved = new Map<string, Unsaved>();
  /** Deleted here; until the database has heard of it, what is read there does not count. */
  const gone = new Set<string>();
  const report = (error: unknown): void => set({ libraryProblem: formatStorage(error) });

  const show = (entries: readonly LibraryEntry[]): void => {
    const library = byAge(entries);
    set(({ foreignEntries }) => ({ library, libraryCount: library.length + foreignEntries.length }));
  };
  /** Null: it is gone. */
  const showOne = (id: string, entry: LibraryEntry | null): void => {
    const library = get().library;
    if (library) show(library.flatMap((other) => (other.id === id ? (entry ?? []) : other)));
  };
  /** With what waits to be stored. */
  const withUnsaved = (stored: readonly LibraryEntry[]): LibraryEntry[] => {
    const known = stored.map((entry) => changedBy(entry, unsaved.get(entry.id)?.changes ?? []));
    const ids = new Set(stored.map(({ id }) => id));
    const added = [...unsaved.values()].flatMap((one) =>
      one.added && !ids.has(one.added.id) ? changedBy(one.added, one.changes) : [],
    );
    return [...known, ...added];
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
        const { entries, foreign } = await readEntries();
        set({ foreignEntries: foreign });
        // The same objects as before, so that what is drawn already is not drawn again.
        const before = new Map(get().library?.map((entry) => [entry.id, entry]));
        const known = withUnsaved(entries.filter(({ id }) => !gone.has(id))).map((entry) => {
          const old = before.get(entry.id);
          return old && JSON.stringify(aboutOf(old)) === JSON.stringify(aboutOf(entry)) ? old : entry;
        });
        show(known);
      } catch (error) {
        report(error);
        show(get().library ?? []);
      }
      return get().library ?? [];
    },

    async addEntries(entries) {
      for (const entry of entries) {
        gone.delete(entry.id);
        unsaved.set(entry.id, { added: entry, changes: [] });
      }
      const ids = new Set(entries.map(({ id }) => id));
      show([...(get().library ?? []).filter(({ id }) => !ids.has(id)), ...entries]);
      try {
        await storeEntries(entries);
        for (const { id } of entries) unsaved.delete(id);
        tellOtherTabs();
      } catch (error) {
        report(error);
      }
    },

    async changeEntry(id, change) {
      const entry = get().library?.find((other) => other.id === id);
      if (!entry) return false;
      showOne(id, changedBy(entry, [change]));
      const changes = [...(unsaved.get(id)?.changes ?? []), change];
      try {
        const stored = await changeStored(id, changes, () => unsaved.get(id)?.added ?? null);
        const rest = (unsaved.get(id)?.changes ?? []).filter((other) => !changes.includes(other));
        if (stored === null || rest.length === 0) unsaved.delete(id);
        else unsaved.set(id, { added: null, changes: rest });
        if (!gone.has(id)) showOne(id, stored && changedBy(stored, rest));
        tellOtherTabs();
        return stored !== null;
      } catch (error) {
        const waiting = unsaved.get(id);
        unsaved.set(id, { added: waiting?.added ?? null, changes: [...(waiting?.changes ?? []), change] });
        report(error);
        return true;
      }
    },

    deleteEntry(id) {
      const entry = get().library?.find((other) => other.id === id);
      if (!entry) return;
      unsaved.delete(id);
      gone.add(id);
      set(({ deleted }) => ({ deleted: [...deleted, entry] }));
      showOne(id, null);
      deleteEntries([id]).then(() => {
        gone.delete(id);
        tellOtherTabs();
      }, report);
    },

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

/** What of an entry tells whether another tab has changed it. */
function aboutOf({ name, note, tags, results }: LibraryEntry): unknown {
  return [name, note, tags, results.trials.map(({ id }) => id)];
}
