/** @file Keeps finished trials in IndexedDB, so that a reload loses none of them. */
import type { DBSchema } from 'idb';
import { RESULTS_VERSION, type TrialRecord } from '../../../src/results/results';
import { readStoredTrial } from '../../../src/stored/storedTrial';
import { createDatabase, through, type Migration } from './database';
import { readSound, type StoreLocation } from './setAside';
import { isOfNewerEngine, ofOlderEngine } from './engineVersion';

export interface ResultsSchema extends DBSchema {
  /** Keyed by trialKey. */
  trials: { key: string; value: TrialRecord };
}

/** The name ends with the version of the records' schema: records of another version have their own database, which this page leaves alone. */
const NAME = 'lora-lab-results-';

export const RESULTS_MIGRATIONS: readonly Migration<ResultsSchema>[] = [
  (db) => void db.createObjectStore('trials'),
];

const removed = new Set<() => void>();

/** Calls back when the browser has removed what was stored, because space ran short or because it was asked to. */
export const onResultsRemoved = (listener: () => void): void => void removed.add(listener);

const late = new Set<() => void>();

/** Calls back when the database has opened or stored something after the page had stopped waiting for it. */
export const onResultsLate = (listener: () => void): void => void late.add(listener);

const { ask } = createDatabase<ResultsSchema>(
  `${NAME}${RESULTS_VERSION}`,
  RESULTS_MIGRATIONS,
  () => removed.forEach((listener) => listener()),
  () => late.forEach((listener) => listener()),
);

/** Stores all of the records or none. */
export async function storeRecords(records: Readonly<Record<string, TrialRecord>>): Promise<void> {
  await ask(async (db) => {
    // It counts as done only once it is on the disk: a machine that stops must not lose it.
    const transaction = db.transaction('trials', 'readwrite', { durability: 'strict' });
    const puts = Object.entries(records).map(([key, record]) => transaction.store.put(record, key));
    await through(transaction, puts);
  });
}

const LOCATION: StoreLocation = {
  kind: 'trial',
  database: `${NAME}${RESULTS_VERSION}`,
  store: 'trials',
  ask,
};

/** The records under these keys; those that cannot be read are set aside. */
export async function readRecords(keys: readonly string[]): Promise<Record<string, TrialRecord>> {
  return Object.fromEntries(await readSound(LOCATION, keys, readStoredTrial));
}

/** Whether a newer lab has stored records here, of this schema or of one that this page does not know. */
export async function hasNewerRecords(): Promise<boolean> {
  const keys = await ask((db) => db.getAllKeys('trials'));
  if (keys.some((key) => isOfNewerEngine(String(key)))) return true;
  const names = (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
  return names.some((name) => name.startsWith(NAME) && Number(name.slice(NAME.length)) > RESULTS_VERSION);
}

export interface OlderRecord {
  /** The trial's key in this version. */
  readonly key: string;
  /** The version of the lab that measured it, such as "0.4.0". */
  readonly version: string;
  readonly record: TrialRecord;
}

/**
 * The records that older versions of the lab measured of these trials, oldest version first.
 * @param keys the trials' keys in this version
 */
export async function readOlderRecords(keys: readonly string[]): Promise<OlderRecord[]> {
  const wanted = new Set(keys);
  const keysHere = await ask((db) => db.getAllKeys('trials'));
  const older = keysHere.flatMap((stored) => {
    const own = ofOlderEngine(String(stored));
    return own && wanted.has(own.key) ? [{ stored: String(stored), ...own }] : [];
  });
  const records = await readSound(
    LOCATION,
    older.map(({ stored }) => stored),
    readStoredTrial,
  );
  const found = older.flatMap(({ stored, key, version }) => {
    const record = records.get(stored);
    return record ? [{ key, version, record }] : [];
  });
  return found.sort((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true }));
}
