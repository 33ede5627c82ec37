/** @file The library in IndexedDB: a database of its own, which outlives versions of results and engine. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { LibraryEntry } from '../../src/library/entry';

const NAME = 'lora-lab-library';
/** Of the stores; each entry says its own version beside it. */
const SCHEMA = 1;

interface LibraryDatabase extends DBSchema {
  entries: { key: string; value: LibraryEntry };
}

let opened: Promise<IDBPDatabase<LibraryDatabase>> | null = null;

function database(): Promise<IDBPDatabase<LibraryDatabase>> {
  const close = (): void => {
    void opened?.then((db) => db.close());
    opened = null;
  };
  opened ??= openDB<LibraryDatabase>(NAME, SCHEMA, {
    upgrade: (db) => void db.createObjectStore('entries', { keyPath: 'id' }),
    // A newer lab in another tab wants to change the database: it must not wait for this one.
    blocking: close,
    terminated: () => (opened = null),
  });
  // What failed once may work later: after freeing space, say.
  opened.catch(() => (opened = null));
  return opened;
}

export async function countEntries(): Promise<number> {
  return (await database()).count('entries');
}

/** Whatever is there, of this version or another. */
export async function readEntries(): Promise<unknown[]> {
  return (await database()).getAll('entries');
}

/** All or none. */
export async function storeEntries(entries: readonly LibraryEntry[]): Promise<void> {
  const transaction = (await database()).transaction('entries', 'readwrite');
  await Promise.all([...entries.map((entry) => transaction.store.put(entry)), transaction.done]);
}

export async function deleteEntries(ids: readonly string[]): Promise<void> {
  const transaction = (await database()).transaction('entries', 'readwrite');
  await Promise.all([...ids.map((id) => transaction.store.delete(id)), transaction.done]);
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
