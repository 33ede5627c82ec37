/**
 * @file Moves stored values that cannot be read into their own database. They are never deleted unless the person asks.
 *
 * A value is copied there first. It is removed from its store afterwards, and only if the value there is still unreadable. Where
 * the copy cannot be made, the value stays in its store and is left out all the same.
 */
import type { DBSchema, IDBPDatabase } from 'idb';
import { describeError } from '../../../src/base/errors';
import { createDatabase, through, type Migration } from './database';

export type Kind = 'trial' | 'checkpoint' | 'trained' | 'entry';

export interface SetAside {
  readonly kind: Kind;
  readonly database: string;
  readonly store: string;
  readonly key: IDBValidKey;
  readonly value: unknown;
  /** A sentence that says what is wrong with it. */
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface SetAsideSchema extends DBSchema {
  values: { key: number; value: SetAside };
}

/** Number of values of each kind. */
export type SetAsideCounts = Readonly<Partial<Record<Kind, number>>>;

export const SET_ASIDE_MIGRATIONS: readonly Migration<SetAsideSchema>[] = [
  (db) => void db.createObjectStore('values', { autoIncrement: true }),
];

const { ask } = createDatabase<SetAsideSchema>('lora-lab-set-aside', SET_ASIDE_MIGRATIONS);

const listeners = new Set<() => void>();
/** Unreadable values that could not be moved, by their location. They are counted all the same. */
const unmoved = new Map<string, Kind>();

/** Calls back when a value was set aside or removed. */
export const onSetAside = (listener: () => void): void => void listeners.add(listener);

const tell = (): void => listeners.forEach((listener) => listener());

/** The store that holds values of one kind. */
export interface StoreLocation {
  readonly kind: Kind;
  readonly database: string;
  readonly store: string;
  /** Its database's {@link Database.ask}, of whatever layout. */
  readonly ask: <T>(work: (db: unknown) => Promise<T>, milliseconds?: number | null) => Promise<T>;
  /** How long reading may take; left out for small values. */
  readonly milliseconds?: number;
}

/** Hundreds of megabytes come from a slow disk in this time. */
export const LARGE_MS = 30_000;

/**
 * Reads the values under the keys as if a stranger had sent them. Values that cannot be read are set aside and left out.
 * @param read throws for a value that cannot be used
 * @throws DOMException if the database cannot be read at all
 */
export async function readSound<T>(
  location: StoreLocation,
  keys: readonly string[],
  read: (value: unknown) => T,
): Promise<Map<string, T>> {
  const values = await location.ask((db) => {
    const { store } = (db as IDBPDatabase).transaction(location.store);
    return Promise.all(keys.map((key): Promise<unknown> => store.get(key)));
  }, location.milliseconds);
  const sound = new Map<string, T>();
  const bad: { key: string; value: unknown; reason: string }[] = [];
  keys.forEach((key, i) => {
    const value = values[i];
    if (value === undefined) return;
    try {
      sound.set(key, read(value));
    } catch (error) {
      bad.push({ key, value, reason: describeError(error).message });
    }
  });
  await moveAside(location, bad, read);
  return sound;
}

/** @param read as in {@link readSound}; never throws itself */
export async function moveAside(
  location: StoreLocation,
  bad: readonly Pick<SetAside, 'key' | 'value' | 'reason'>[],
  read: (value: unknown) => unknown,
): Promise<void> {
  if (bad.length === 0) return;
  const { kind, database, store } = location;
  const at = new Date().toISOString();
  for (const found of bad) {
    const where = JSON.stringify([database, store, found.key]);
    if (unmoved.has(where)) continue;
    try {
      await ask((db) => db.add('values', { kind, database, store, at, ...found }));
      await removeUnreadable(location, found.key, read);
    } catch {
      unmoved.set(where, kind);
    }
  }
  tell();
}

/** Removes the value unless another tab has stored a readable one meanwhile. */
async function removeUnreadable(
  location: StoreLocation,
  key: IDBValidKey,
  read: (value: unknown) => unknown,
): Promise<void> {
  await location.ask(async (db) => {
    const transaction = (db as IDBPDatabase).transaction(location.store, 'readwrite');
    const work = async (): Promise<void> => {
      const value: unknown = await transaction.store.get(key);
      if (value !== undefined && !isReadable(value, read)) await transaction.store.delete(key);
    };
    await through(transaction, [work()]);
  });
}

function isReadable(value: unknown, read: (value: unknown) => unknown): boolean {
  try {
    read(value);
    return true;
  } catch {
    return false;
  }
}

/** The values that were set aside, in this visit or before. */
export async function readSetAside(): Promise<SetAside[]> {
  return ask((db) => db.getAll('values'));
}

export async function countSetAside(): Promise<SetAsideCounts> {
  const stored = await readSetAside().catch((): SetAside[] => []);
  const counts: Partial<Record<Kind, number>> = {};
  for (const kind of [...stored.map((value) => value.kind), ...unmoved.values()])
    counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** Deletes the values for good, because the person asks for it. Values that could not be moved stay in their stores. */
export async function removeSetAside(): Promise<void> {
  await ask((db) => db.clear('values'));
  unmoved.clear();
  tell();
}
