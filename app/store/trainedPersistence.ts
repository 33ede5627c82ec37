/** @file Adapters and heads of finished trials in IndexedDB, so that they can still be used after a reload. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { TrainedTrial } from '../../workers/protocol';

/** A database of its own: it can be as large as the browser lets it, and the records must not suffer for it. */
interface TrainedDatabase extends DBSchema {
  /** Keyed by trialKey, as the records are. */
  trained: { key: string; value: TrainedTrial };
}

let opened: Promise<IDBPDatabase<TrainedDatabase>> | null = null;

function database(): Promise<IDBPDatabase<TrainedDatabase>> {
  opened ??= openDB<TrainedDatabase>('lora-lab-trained-1', 1, {
    upgrade: (db) => void db.createObjectStore('trained'),
  });
  return opened;
}

export async function storeTrained(key: string, trained: TrainedTrial): Promise<void> {
  await (await database()).put('trained', trained, key);
}

export async function readTrained(key: string): Promise<TrainedTrial | undefined> {
  return (await database()).get('trained', key);
}

/** Those of the keys that have something stored. */
export async function storedTrained(keys: readonly string[]): Promise<string[]> {
  const transaction = (await database()).transaction('trained');
  const counts = await Promise.all(keys.map((key) => transaction.store.count(key)));
  return keys.filter((_, i) => counts[i]! > 0);
}

export async function deleteTrained(keys: readonly string[]): Promise<void> {
  const transaction = (await database()).transaction('trained', 'readwrite');
  await Promise.all([...keys.map((key) => transaction.store.delete(key)), transaction.done]);
}
