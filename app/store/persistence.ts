/** @file Finished trials in IndexedDB, so that a reload loses none of them. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { RESULTS_VERSION, type TrialRecord } from '../../src/experiment/results';

interface LabDatabase extends DBSchema {
  /** Keyed by trialKey. */
  trials: { key: string; value: TrialRecord };
}

let opened: Promise<IDBPDatabase<LabDatabase>> | null = null;

function database(): Promise<IDBPDatabase<LabDatabase>> {
  opened ??= openDB<LabDatabase>(`lora-lab-results-${RESULTS_VERSION}`, 1, {
    upgrade: (db) => void db.createObjectStore('trials'),
  });
  return opened;
}

export async function storeRecord(key: string, record: TrialRecord): Promise<void> {
  await (await database()).put('trials', record, key);
}

export async function deleteRecords(keys: readonly string[]): Promise<void> {
  const transaction = (await database()).transaction('trials', 'readwrite');
  await Promise.all([...keys.map((key) => transaction.store.delete(key)), transaction.done]);
}

export async function readRecords(keys: readonly string[]): Promise<Record<string, TrialRecord>> {
  const transaction = (await database()).transaction('trials');
  const records = await Promise.all(keys.map((key) => transaction.store.get(key)));
  return Object.fromEntries(
    keys.flatMap((key, i) => {
      const record = records[i];
      return record ? [[key, record] as const] : [];
    }),
  );
}
