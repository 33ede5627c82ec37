/** @file Keeps the library in IndexedDB, in its own database, which outlives versions of results and engine. */
import type { DBSchema, IDBPTransaction } from 'idb';
import type { EntryChange, LibraryEntry } from '../../../src/library/entry';
import {
  newerEntry,
  readStoredEntry,
  sortStoredInParts,
  type StoredEntries,
} from '../../../src/library/storedEntries';
import { createDatabase, through, type Migration } from './database';
import { moveAside, type StoreLocation } from './setAside';

export interface LibrarySchema extends DBSchema {
  /** Each entry says its own version beside that of the database. */
  entries: { key: string; value: LibraryEntry };
}

export const LIBRARY_MIGRATIONS: readonly Migration<LibrarySchema>[] = [
  (db) => void db.createObjectStore('entries', { keyPath: 'id' }),
];

const NAME = 'lora-lab-library';

const { ask } = createDatabase<LibrarySchema>(NAME, LIBRARY_MIGRATIONS);

type Writing = IDBPTransaction<LibrarySchema, ['entries'], 'readwrite'>;

/** Does all of the work or none. It counts as done only once it is on the disk. @param work returns its requests */
const write = (work: (transaction: Writing) => readonly Promise<unknown>[]): Promise<void> =>
  ask(async (db) => {
    const transaction = db.transaction('entries', 'readwrite', { durability: 'strict' });
    await through(transaction, work(transaction));
  });

export async function countEntries(): Promise<number> {
  return ask((db) => db.count('entries'));
}

/** Entries of this version and of newer ones. All other values are set aside. */
export async function readEntries(): Promise<Pick<StoredEntries, 'entries' | 'foreign'>> {
  const { entries, foreign, bad } = await sortStoredInParts(await ask((db) => db.getAll('entries')));
  const found = bad.map(({ value, reason }) => ({ key: (value as { id: IDBValidKey }).id, value, reason }));
  const location: StoreLocation = { kind: 'entry', database: NAME, store: 'entries', ask };
  await moveAside(location, found, (value) => newerEntry(value) ?? readStoredEntry(value));
  return { entries, foreign };
}

/** Stores all entries or none: an import that is killed in the middle has imported nothing. */
export async function storeEntries(entries: readonly LibraryEntry[]): Promise<void> {
  await write(({ store }) => entries.map((entry) => store.put(entry)));
}

/** Gives the fields to change, from the entry as it is stored at that moment. */
export type Change = (entry: LibraryEntry) => EntryChange;

/**
 * Reads, changes and writes an entry in one transaction, so that no other tab's change is lost.
 * @param added gives the entry itself if it has not been stored yet
 * @returns the changed entry; null if another tab has deleted it, or a newer lab has taken it over, which is left so
 */
export async function changeStored(
  id: string,
  changes: readonly Change[],
  added: () => LibraryEntry | null = () => null,
): Promise<LibraryEntry | null> {
  let changed: LibraryEntry | null = null;
  const work = async ({ store }: Writing): Promise<void> => {
    const stored: unknown = await store.get(id);
    if (newerEntry(stored) !== null) return;
    const before = stored === undefined ? added() : readStoredEntry(stored);
    if (before === null) return;
    changed = changedBy(before, changes);
    await store.put(changed);
  };
  await write((transaction) => [work(transaction)]);
  return changed;
}

export function changedBy(entry: LibraryEntry, changes: readonly Change[]): LibraryEntry {
  return changes.reduce((before, change) => ({ ...before, ...change(before) }), entry);
}

/** Deletes entries, except those that a newer lab has taken over. */
export async function deleteEntries(ids: readonly string[]): Promise<void> {
  const remove = async ({ store }: Writing, id: string): Promise<void> => {
    const stored: unknown = await store.get(id);
    if (newerEntry(stored) === null) await store.delete(id);
  };
  await write((transaction) => ids.map((id) => remove(transaction, id)));
}

/** A sentence that says why the library lasts only for this visit. */
export function formatStorage(error: unknown): string {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'QuotaExceededError')
    return 'The browser’s storage for this page is full: what is new in the library lasts only until this page is closed. Export what matters, or delete entries that do not.';
  if (name === 'VersionError')
    return 'The library was written by a newer LoRA Lab. It is left untouched; what you add here lasts only until this page is closed.';
  return 'This browser does not let the page store a library (a private window does that): it lasts only until this page is closed. Export what matters before you leave.';
}
