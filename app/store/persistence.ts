/** @file Finished trials in IndexedDB, so that a reload loses none of them. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { RESULTS_VERSION, type TrialRecord } from '../../src/experiment/results';

interface LabDatabase extends DBSchema {
  /** Keyed by trialKey. */
  trials: { key: string; value: TrialRecord };
}

/** Of the database's layout. The records' own schema is in its name: another one has a database of its own. */
const LAYOUT_VERSION = 1;

/** By layout: what is to be done to a database of the one before. */
const MIGRATIONS: readonly ((db: IDBPDatabase<LabDatabase>) => void)[] = [
  (db) => void db.createObjectStore('trials'),
];

let opened: Promise<IDBPDatabase<LabDatabase>> | null = null;

/** @throws VersionError if a newer lab has made the database, which is then left as it is */
function database(): Promise<IDBPDatabase<LabDatabase>> {
  opened ??= openDB<LabDatabase>(`lora-lab-results-${RESULTS_VERSION}`, LAYOUT_VERSION, {
    upgrade(db, from) {
      for (const migrate of MIGRATIONS.slice(from, LAYOUT_VERSION)) migrate(db);
    },
    // A newer lab in another tab has to migrate it: this page then stores no more.
    blocking: (_current, _wanted, { target }) => (target as IDBDatabase).close(),
    terminated: () => void (opened = null),
  });
  return opened;
}

export async function storeRecord(key: string, record: TrialRecord): Promise<void> {
  // To the disk before it counts as done: a machine that stops must not take it along.
  const transaction = (await database()).transaction('trials', 'readwrite', { durability: 'strict' });
  await Promise.all([transaction.store.put(record, key), transaction.done]);
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
