/** @file The library in IndexedDB: a database of its own, which outlives versions of results and engine. */
import type { DBSchema } from 'idb';
import type { LibraryEntry } from '../../src/library/entry';
import { createDatabase, through, type Migration } from './database';

export interface LibrarySchema extends DBSchema {
  /** Each entry says its own version beside that of the database. */
  entries: { key: string; value: LibraryEntry };
}

export const LIBRARY_MIGRATIONS: readonly Migration<LibrarySchema>[] = [
  (db) => void db.createObjectStore('entries', { keyPath: 'id' }),
];

const { open } = createDatabase<LibrarySchema>('lora-lab-library', LIBRARY_MIGRATIONS);

export async function countEntries(): Promise<number> {
  return (await open()).count('entries');
}

/** Whatever is there, of this version or another. */
export async function readEntries(): Promise<unknown[]> {
  return (await open()).getAll('entries');
}

/** All or none. */
export async function storeEntries(entries: readonly LibraryEntry[]): Promise<void> {
  const transaction = (await open()).transaction('entries', 'readwrite');
  await through(
    transaction,
    entries.map((entry) => transaction.store.put(entry)),
  );
}

export async function deleteEntries(ids: readonly string[]): Promise<void> {
  const transaction = (await open()).transaction('entries', 'readwrite');
  await through(
    transaction,
    ids.map((id) => transaction.store.delete(id)),
  );
}

/** Why the library lasts for this visit only, in words. */
export function storageWords(error: unknown): string {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'QuotaExceededError')
    return 'The browser’s storage for this page is full: what is new in the library lasts only until this page is closed. Export what matters, or delete entries that do not.';
  if (name === 'VersionError')
    return 'The library was written by a newer LoRA Lab. It is left untouched; what you add here lasts only until this page is closed.';
  return 'This browser does not let the page store a library (a private window does that): it lasts only until this page is closed. Export what matters before you leave.';
}
