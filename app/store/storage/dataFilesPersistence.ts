/** @file Keeps picked data files in IndexedDB, so that a reload finds them; browsers store a file with its name and time. */
import type { DBSchema } from 'idb';
import type { LocalDataset } from '../../../src/sources/sourceSettings';
import { createDatabase, through, type Migration } from './database';
import { LARGE_MS } from './setAside';

interface StoredDataset {
  readonly train: File;
  readonly validation: File | null;
}

/** This database may be large, so it is separate from that of the records. */
export interface DataFilesSchema extends DBSchema {
  /** Keyed by the data set's id. */
  files: { key: string; value: StoredDataset };
  /** Bytes of each, so that they can be listed without being read. */
  sizes: { key: string; value: number };
}

export const DATA_FILES_MIGRATIONS: readonly Migration<DataFilesSchema>[] = [
  (db) => {
    db.createObjectStore('files');
    db.createObjectStore('sizes');
  },
];

const { ask } = createDatabase<DataFilesSchema>('lora-lab-data-files', DATA_FILES_MIGRATIONS);

/** The most bytes of a data set that is kept, both of its files together. */
export const MOST_KEPT_BYTES = 50_000_000;

export const bytesOf = ({ train, validation }: LocalDataset): number => train.size + (validation?.size ?? 0);

export async function storeDataset(id: string, { train, validation }: LocalDataset): Promise<void> {
  // There is no time limit: the files may be large, and nobody waits for them.
  await ask(async (db) => {
    const transaction = db.transaction(['files', 'sizes'], 'readwrite');
    await through(transaction, [
      transaction.objectStore('files').put({ train, validation }, id),
      transaction.objectStore('sizes').put(bytesOf({ train, validation }), id),
    ]);
  }, null);
}

/** The files under this id; null if none are kept, or what is kept is no longer files. */
export async function readDataset(id: string): Promise<LocalDataset | null> {
  const stored: unknown = await ask((db) => db.get('files', id), LARGE_MS);
  const { train, validation } = (stored ?? {}) as { train?: unknown; validation?: unknown };
  if (!(train instanceof File)) return null;
  // A browser may have removed a file's content and left its description.
  const files = { train, validation: validation instanceof File ? validation : null };
  for (const file of [files.train, files.validation]) await file?.slice(0, 1).arrayBuffer();
  return files;
}

export async function deleteDataset(id: string): Promise<void> {
  await ask(async (db) => {
    const transaction = db.transaction(['files', 'sizes'], 'readwrite');
    await through(transaction, [
      transaction.objectStore('files').delete(id),
      transaction.objectStore('sizes').delete(id),
    ]);
  });
}

/** Bytes of each data set that is kept, by its id. */
export async function keptSizes(): Promise<Readonly<Record<string, number>>> {
  const entries = await ask(async (db) => {
    const store = db.transaction('sizes').store;
    const [keys, sizes] = await Promise.all([store.getAllKeys(), store.getAll()]);
    return keys.map((key, i) => [String(key), sizes[i]] as const);
  });
  return Object.fromEntries(
    entries.flatMap(([key, size]) => (typeof size === 'number' && size >= 0 ? [[key, size]] : [])),
  );
}
