/** @file Keeps adapters and heads of finished trials in IndexedDB, so that they can still be used after a reload. */
import type { DBSchema } from 'idb';
import type { TrainedTrial } from '../../../workers/protocol';
import { readStoredTrained } from '../../../src/stored/storedTrained';
import { createDatabase, through, type Migration } from './database';
import { pastRemoval } from './pastRemoval';
import { LARGE_MS, readSound, type StoreLocation } from './setAside';

/** This database may grow as large as the browser allows, so it is separate from that of the records. */
export interface TrainedSchema extends DBSchema {
  /** Keyed by trialKey, as the records are. */
  trained: { key: string; value: TrainedTrial };
}

export const TRAINED_MIGRATIONS: readonly Migration<TrainedSchema>[] = [
  (db) => void db.createObjectStore('trained'),
];

const NAME = 'lora-lab-trained-1';

const { ask } = createDatabase<TrainedSchema>(NAME, TRAINED_MIGRATIONS);

export async function storeTrained(key: string, trained: TrainedTrial): Promise<void> {
  // There is no time limit: the value may be large, and nobody waits for it.
  await pastRemoval(() =>
    ask(async (db) => {
      const transaction = db.transaction('trained', 'readwrite');
      await through(transaction, [transaction.store.put(trained, key)]);
    }, null),
  );
}

const LOCATION: StoreLocation = {
  kind: 'trained',
  database: NAME,
  store: 'trained',
  ask,
  milliseconds: LARGE_MS,
};

/** What is stored under the key; undefined where there is nothing. A value that cannot be read is set aside. */
export async function readTrained(key: string): Promise<TrainedTrial | undefined> {
  return (await readSound(LOCATION, [key], readStoredTrained)).get(key);
}

/** The keys under which something is stored. */
export async function storedTrained(keys: readonly string[]): Promise<string[]> {
  const found = await ask((db) => {
    const { store } = db.transaction('trained');
    return Promise.all(keys.map(async (key) => ((await store.count(key)) > 0 ? [key] : [])));
  });
  return found.flat();
}

export async function deleteTrained(keys: readonly string[]): Promise<void> {
  await ask(async (db) => {
    const transaction = db.transaction('trained', 'readwrite');
    await through(
      transaction,
      keys.map((key) => transaction.store.delete(key)),
    );
  });
}
