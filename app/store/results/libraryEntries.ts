/** @file Reading, adding, changing and deleting entries of the library: on the page at once, in the database when it takes them. */
import { byAge, type ForeignEntry, type LibraryEntry } from '../../../src/library/entry';
import {
  changedBy,
  changeStored,
  deleteEntries,
  formatStorage,
  readEntries,
  storeEntries,
  type Change,
} from '../storage/libraryStorage';
import { tellOtherTabs } from '../storage/libraryTabs';

export interface LibraryState {
  /** The entries, oldest first; null until they have been read. */
  readonly library: readonly LibraryEntry[] | null;
  /** Entries of a newer lab, which are shown by name and left untouched. */
  readonly foreignEntries: readonly ForeignEntry[];
  /** The number of entries, which is known before the entries are; null until then. */
  readonly libraryCount: number | null;
  /** Why the library lasts for this visit only; null if it is kept. */
  readonly libraryProblem: string | null;
  /** Entries that were deleted in this visit and not brought back, in the order of their deletion. */
  readonly deleted: readonly LibraryEntry[];
}

/** What the browser has not taken yet: this visit alone has it, until it can be stored. */
interface Unsaved {
  /** The entry, if it is new; null if changes of a stored one wait. */
  readonly added: LibraryEntry | null;
  readonly changes: readonly Change[];
}

/** What the page remembers about the library besides showing it. */
interface LibraryMemory {
  readonly unsaved: Map<string, Unsaved>;
  /** Ids of entries deleted here; until the database has deleted them too, what is read from it does not count. */
  readonly gone: Set<string>;
}

export const newLibraryMemory = (): LibraryMemory => ({ unsaved: new Map(), gone: new Set() });

interface LibraryContext {
  readonly get: () => LibraryState;
  readonly set: (change: Partial<LibraryState> | ((state: LibraryState) => Partial<LibraryState>)) => void;
  readonly memory: LibraryMemory;
}

export async function loadLibrary(context: LibraryContext): Promise<readonly LibraryEntry[]> {
  const { get, set, memory } = context;
  try {
    const { entries, foreign } = await readEntries();
    set({ foreignEntries: foreign });
    // Keeps the same objects as before, so that nothing is drawn again without need.
    const before = new Map(get().library?.map((entry) => [entry.id, entry]));
    const stored = entries.filter(({ id }) => !memory.gone.has(id));
    const known = withUnsaved(memory, stored).map((entry) => {
      const old = before.get(entry.id);
      return old && JSON.stringify(aboutOf(old)) === JSON.stringify(aboutOf(entry)) ? old : entry;
    });
    show(context, known);
  } catch (error) {
    report(context, error);
    show(context, get().library ?? []);
  }
  return get().library ?? [];
}

export async function addEntries(context: LibraryContext, entries: readonly LibraryEntry[]): Promise<void> {
  const { unsaved, gone } = context.memory;
  for (const entry of entries) {
    gone.delete(entry.id);
    unsaved.set(entry.id, { added: entry, changes: [] });
  }
  const ids = new Set(entries.map(({ id }) => id));
  show(context, [...(context.get().library ?? []).filter(({ id }) => !ids.has(id)), ...entries]);
  try {
    await storeEntries(entries);
    for (const { id } of entries) unsaved.delete(id);
    tellOtherTabs();
  } catch (error) {
    report(context, error);
  }
}

/** @returns false if another tab has deleted the entry */
export async function changeEntry(context: LibraryContext, id: string, change: Change): Promise<boolean> {
  const { unsaved, gone } = context.memory;
  const entry = context.get().library?.find((other) => other.id === id);
  if (!entry) return false;
  showOne(context, id, changedBy(entry, [change]));
  const changes = [...(unsaved.get(id)?.changes ?? []), change];
  try {
    const stored = await changeStored(id, changes, () => unsaved.get(id)?.added ?? null);
    const rest = (unsaved.get(id)?.changes ?? []).filter((other) => !changes.includes(other));
    if (stored === null || rest.length === 0) unsaved.delete(id);
    else unsaved.set(id, { added: null, changes: rest });
    if (!gone.has(id)) showOne(context, id, stored && changedBy(stored, rest));
    tellOtherTabs();
    return stored !== null;
  } catch (error) {
    const waiting = unsaved.get(id);
    unsaved.set(id, { added: waiting?.added ?? null, changes: [...(waiting?.changes ?? []), change] });
    report(context, error);
    return true;
  }
}

export function deleteEntry(context: LibraryContext, id: string): void {
  const { unsaved, gone } = context.memory;
  const entry = context.get().library?.find((other) => other.id === id);
  if (!entry) return;
  unsaved.delete(id);
  gone.add(id);
  context.set(({ deleted }) => ({ deleted: [...deleted, entry] }));
  showOne(context, id, null);
  deleteEntries([id]).then(
    () => {
      gone.delete(id);
      tellOtherTabs();
    },
    (error: unknown) => report(context, error),
  );
}

function report({ set }: LibraryContext, error: unknown): void {
  set({ libraryProblem: formatStorage(error) });
}

function show({ set }: LibraryContext, entries: readonly LibraryEntry[]): void {
  const library = byAge(entries);
  set(({ foreignEntries }) => ({ library, libraryCount: library.length + foreignEntries.length }));
}

/** @param entry null if it is gone */
function showOne(context: LibraryContext, id: string, entry: LibraryEntry | null): void {
  const { library } = context.get();
  if (library)
    show(
      context,
      library.flatMap((other) => (other.id === id ? (entry ?? []) : other)),
    );
}

/** The stored entries with the changes that wait to be stored, and the entries that wait. */
function withUnsaved({ unsaved }: LibraryMemory, stored: readonly LibraryEntry[]): LibraryEntry[] {
  const known = stored.map((entry) => changedBy(entry, unsaved.get(entry.id)?.changes ?? []));
  const ids = new Set(stored.map(({ id }) => id));
  const added = [...unsaved.values()].flatMap((one) =>
    one.added && !ids.has(one.added.id) ? changedBy(one.added, one.changes) : [],
  );
  return [...known, ...added];
}

/** The part of an entry that shows whether another tab has changed it. */
function aboutOf({ name, note, tags, results }: LibraryEntry): unknown {
  return [name, note, tags, results.trials.map(({ id }) => id)];
}
