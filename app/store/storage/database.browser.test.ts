/** @file Layouts of the page's databases in a real IndexedDB: old ones are carried over, newer ones left as they are. */
import { afterEach, expect, it } from 'vitest';
import { deleteDB, openDB, type DBSchema, type StoreNames } from 'idb';
import { CHECKPOINT_MIGRATIONS } from './checkpointPersistence';
import { createDatabase, through, type Database, type Migration } from './database';
import { DATA_FILES_MIGRATIONS } from './dataFilesPersistence';
import { LIBRARY_MIGRATIONS } from './libraryStorage';
import { RESULTS_MIGRATIONS } from './persistence';
import { TRAINED_MIGRATIONS } from './trainedPersistence';

interface Store {
  key: string;
  value: Record<string, unknown>;
}

/** The stores of all of them: what is tested is the same for each. */
interface Anything extends DBSchema {
  trials: Store;
  checkpoints: Store;
  about: Store;
  trained: Store;
  entries: Store;
  files: Store;
  sizes: Store;
  later: Store;
  last: Store;
}
type Name = StoreNames<Anything>;

const NAME = 'lora-lab-database-test';
const opened: Database<Anything>[] = [];

function database(migrations: readonly Migration<Anything>[], onRemoved?: () => void): Database<Anything> {
  const made = createDatabase<Anything>(NAME, migrations, onRemoved);
  opened.push(made);
  return made;
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ close }) => close()));
  await deleteDB(NAME);
});

const migrationsOf = (list: unknown): readonly Migration<Anything>[] =>
  list as readonly Migration<Anything>[];
const LAYOUTS: readonly { what: string; stores: Name[]; first: readonly Migration<Anything>[] }[] = [
  { what: 'results', stores: ['trials'], first: migrationsOf(RESULTS_MIGRATIONS) },
  { what: 'checkpoints', stores: ['checkpoints', 'about'], first: migrationsOf(CHECKPOINT_MIGRATIONS) },
  { what: 'trained', stores: ['trained'], first: migrationsOf(TRAINED_MIGRATIONS) },
  { what: 'library', stores: ['entries'], first: migrationsOf(LIBRARY_MIGRATIONS) },
  { what: 'data files', stores: ['files', 'sizes'], first: migrationsOf(DATA_FILES_MIGRATIONS) },
];

const RECORDS = ['a', 'b'].map((id) => ({ id, values: new Float32Array([1, 2]) }));

/** A later layout: every record says that it has been carried, and there is a store more. */
const carry: Migration<Anything> = async (db, transaction) => {
  const before = [...db.objectStoreNames];
  db.createObjectStore('later');
  for (const name of before) {
    let cursor = await transaction.objectStore(name).openCursor();
    while (cursor) {
      await cursor.update({ ...cursor.value, carried: true });
      cursor = await cursor.continue();
    }
  }
};

/** A database of the first layout with two records a store, as an earlier visit left it. */
async function earlierVisit(stores: readonly Name[], first: readonly Migration<Anything>[]): Promise<void> {
  const old = database(first);
  const db = await old.open();
  for (const name of stores) {
    const { keyPath } = db.transaction(name).store;
    for (const record of RECORDS) await db.put(name, record, keyPath === null ? record.id : undefined);
  }
  await old.close();
}

it.each(LAYOUTS)('$what: records of an old layout are carried to the next', async ({ stores, first }) => {
  await earlierVisit(stores, first);
  const db = await database([...first, carry]).open();
  expect(db.version).toBe(first.length + 1);
  expect([...db.objectStoreNames].sort()).toEqual([...stores, 'later'].sort());
  for (const name of stores)
    expect(await db.getAll(name)).toEqual(RECORDS.map((record) => ({ ...record, carried: true })));
});

it.each(LAYOUTS)(
  '$what: two layouts are made up for at once, and a new one is made whole',
  async (layout) => {
    const { stores, first } = layout;
    const last: Migration<Anything> = (db) => void db.createObjectStore('last');
    await earlierVisit(stores, first);
    const all = [...first, carry, last];
    const carried = database(all);
    expect([...(await carried.open()).objectStoreNames].sort()).toEqual([...stores, 'later', 'last'].sort());
    expect(await (await carried.open()).count(stores[0]!)).toBe(2);
    await carried.close();
    await deleteDB(NAME);
    expect([...(await database(all).open()).objectStoreNames].sort()).toEqual(
      [...stores, 'later', 'last'].sort(),
    );
  },
);

it.each(LAYOUTS)('$what: a migration that fails leaves the old layout whole', async ({ stores, first }) => {
  await earlierVisit(stores, first);
  const failing: Migration<Anything> = async (db, transaction) => {
    await carry(db, transaction);
    throw new Error('no such luck');
  };
  await expect(database([...first, failing]).open()).rejects.toThrow('no such luck');
  const db = await database(first).open();
  expect([db.version, [...db.objectStoreNames].sort()]).toEqual([first.length, [...stores].sort()]);
  for (const name of stores) expect(await db.getAll(name)).toEqual(RECORDS);
});

it.each(LAYOUTS)('$what: a newer layout is left untouched', async ({ stores, first }) => {
  await earlierVisit(stores, first);
  const newer = database([...first, carry]);
  await newer.open();
  await newer.close();
  await expect(database(first).open()).rejects.toMatchObject({ name: 'VersionError' });
  const db = await newer.open();
  for (const name of stores)
    expect(await db.getAll(name)).toEqual(RECORDS.map((record) => ({ ...record, carried: true })));
});

it('makes way for a newer lab in another tab, and says so afterwards', async () => {
  const [first] = RESULTS_MIGRATIONS;
  const old = database(migrationsOf([first]));
  await old.open();
  const newer = database([...migrationsOf([first]), carry]);
  expect((await newer.open()).version).toBe(2);
  await expect(old.open()).rejects.toMatchObject({ name: 'VersionError' });
});

it('tries anew what could not be opened', async () => {
  const newer = await openDB(NAME, 9);
  const own = database(migrationsOf(RESULTS_MIGRATIONS));
  await expect(own.open()).rejects.toMatchObject({ name: 'VersionError' });
  newer.close();
  await deleteDB(NAME);
  expect((await own.open()).version).toBe(RESULTS_MIGRATIONS.length);
});

it('tells what ended a transaction, and what a request threw', async () => {
  const db = await database(migrationsOf(RESULTS_MIGRATIONS)).open();
  const twice = db.transaction('trials', 'readwrite');
  const adds = ['a', 'b', 'a'].map((key) => twice.store.add({ key }, key));
  await expect(through(twice, adds)).rejects.toMatchObject({ name: 'ConstraintError' });
  expect(await db.getAllKeys('trials')).toEqual([]);
  const thrown = db.transaction('trials', 'readwrite');
  const work = async () => thrown.store.put({ no: () => 'clone' }, 'a');
  await expect(through(thrown, [work()])).rejects.toMatchObject({ name: 'DataCloneError' });
});

it('waits five seconds for a database that does not open, then fails at once, and uses it when it opens after all', async () => {
  // An older page that does not let go of its connection blocks the newer layout.
  const blocking = await openDB(NAME, 1, { upgrade: (db) => void db.createObjectStore('trials') });
  let late = 0;
  const made = createDatabase<Anything>(
    NAME,
    [() => undefined, (db) => void db.createObjectStore('later')],
    () => undefined,
    () => late++,
  );
  opened.push(made);
  const began = performance.now();
  await expect(Promise.all([made.open(), made.open()])).rejects.toMatchObject({ name: 'NoAnswer' });
  expect(performance.now() - began).toBeGreaterThan(4900);
  const again = performance.now();
  await expect(made.open()).rejects.toMatchObject({ name: 'NoAnswer' });
  expect(performance.now() - again).toBeLessThan(1000);
  blocking.close();
  await expect.poll(() => late).toBe(1);
  expect([...(await made.open()).objectStoreNames]).toEqual(['later', 'trials']);
});

/** Another tab that sleeps in the middle of a transaction: everything else on its store waits. @returns wakes it */
async function sleepingTab(): Promise<() => void> {
  const db = await openDB(NAME);
  const { store } = db.transaction('trials', 'readwrite');
  let asleep = true;
  const spin = async (): Promise<void> => {
    while (asleep) await store.get('nothing');
    db.close();
  };
  void spin();
  return () => (asleep = false);
}

it('waits five seconds for a transaction that does not end, then fails at once, and tells when it has ended after all', async () => {
  let late = 0;
  const made = createDatabase<Anything>(
    NAME,
    migrationsOf(RESULTS_MIGRATIONS),
    () => undefined,
    () => late++,
  );
  opened.push(made);
  await made.ask((db) => db.put('trials', { kept: 'before' }, 'a'));
  const wake = await sleepingTab();
  const began = performance.now();
  const put = (key: string) => made.ask((db) => db.put('trials', { kept: 'late' }, key));
  await expect(put('a')).rejects.toMatchObject({ name: 'NoAnswer' });
  expect(performance.now() - began).toBeGreaterThan(4900);
  const again = performance.now();
  await expect(put('b')).rejects.toMatchObject({ name: 'NoAnswer' });
  expect(performance.now() - again).toBeLessThan(1000);
  expect(late).toBe(0);
  wake();
  await expect.poll(() => late).toBe(1);
  expect(await made.ask((db) => db.getAll('trials'))).toEqual([{ kept: 'late' }]);
});

it('waits as long as it takes where it is told to', async () => {
  const made = database(migrationsOf(RESULTS_MIGRATIONS));
  await made.open();
  const wake = await sleepingTab();
  setTimeout(wake, 6000);
  await made.ask((db) => db.put('trials', { large: true }, 'a'), null);
  expect(await made.ask((db) => db.count('trials'))).toBe(1);
});

it('notices that another tab deletes it, and makes it anew', async () => {
  let removals = 0;
  const made = database(migrationsOf(RESULTS_MIGRATIONS), () => removals++);
  await made.ask((db) => db.put('trials', { kept: true }, 'a'));
  await deleteDB(NAME);
  await expect.poll(() => removals).toBe(1);
  expect(await made.ask((db) => db.count('trials'))).toBe(0);
});
