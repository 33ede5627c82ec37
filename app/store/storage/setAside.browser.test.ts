/** @file Malformed values in every database, in a real IndexedDB: set aside, counted, and what is whole is read. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDB } from 'idb';
import { sampleTrial } from '../../../src/experiment/testing';
import { entry, LOWER, trial } from '../../../src/library/testing';
import { listCheckpoints, readCheckpoint, storeCheckpoint } from './checkpointPersistence';
import { useLab } from '../lab';
import { readEntries, storeEntries } from './libraryStorage';
import { readRecords, storeRecords } from './persistence';
import { countSetAside, readSetAside, removeSetAside } from './setAside';
import { sampleCheckpoint, sampleTrained } from './stored.testing';
import { readTrained, storeTrained } from './trainedPersistence';

async function plant(name: string, store: string, value: unknown, key?: IDBValidKey): Promise<void> {
  const db = await openDB(name);
  await db.put(store, value, key);
  db.close();
}
const clean = async (): Promise<void> => {
  for (const [name, stores] of [
    ['lora-lab-results-1', ['trials']],
    ['lora-lab-library', ['entries']],
    ['lora-lab-trained-1', ['trained']],
    ['lora-lab-checkpoints', ['checkpoints', 'about']],
  ] as const) {
    const db = await openDB(name);
    for (const store of stores) if (db.objectStoreNames.contains(store)) await db.clear(store);
    db.close();
  }
  await removeSetAside();
};
beforeAll(async () => {
  // So that every database is there.
  await Promise.all([readRecords(['a']), readEntries(), readTrained('a'), listCheckpoints(['a'])]);
  await clean();
});
afterAll(clean);

it('sets aside what cannot be read, of each kind, and reads the rest', async () => {
  const whole = sampleTrial({ id: 'whole', losses: [0.7, NaN] });
  await storeRecords({ good: whole });
  const cyclic: Record<string, unknown> = { ...whole, accuracy: 7 };
  cyclic['self'] = cyclic;
  const bad = {
    noScenario: { ...whole, scenario: null },
    cyclic,
    text: 'text',
    null: null,
    date: new Date(0),
  };
  for (const [key, value] of Object.entries(bad)) await plant('lora-lab-results-1', 'trials', value, key);
  expect(await readRecords(['good', ...Object.keys(bad), 'absent'])).toEqual({ good: whole });
  // They are out of the way, and no later load meets them.
  expect(await readRecords(['good', ...Object.keys(bad)])).toEqual({ good: whole });

  const kept = entry('Anna', [trial(LOWER, 1)]);
  await storeEntries([kept]);
  await plant('lora-lab-library', 'entries', { ...kept, id: 'bad', results: { version: 1 } });
  await plant('lora-lab-library', 'entries', { id: 7 });
  expect((await readEntries()).entries).toEqual([kept]);

  await storeTrained('good', sampleTrained());
  await plant('lora-lab-trained-1', 'trained', { ...sampleTrained(), tensors: { a: 1 } }, 'bad');
  expect(await readTrained('good')).toEqual(sampleTrained());
  expect(await readTrained('bad')).toBeUndefined();

  await storeCheckpoint('good', sampleCheckpoint());
  await storeCheckpoint('bad', sampleCheckpoint());
  await plant('lora-lab-checkpoints', 'about', 'nonsense', 'good');
  await plant('lora-lab-checkpoints', 'about', 'nonsense', 'bad');
  await plant('lora-lab-checkpoints', 'checkpoints', { ...sampleCheckpoint(), snapshot: 1 }, 'bad');
  expect(Object.keys(await listCheckpoints(['good', 'bad']))).toEqual(['good']);
  expect(await readCheckpoint('good')).toEqual(sampleCheckpoint());
  // What is said of the others does not keep a new one from being stored.
  await plant('lora-lab-checkpoints', 'about', null, 'other');
  await storeCheckpoint('next', sampleCheckpoint());

  const counts = { trial: 5, entry: 2, trained: 1, checkpoint: 1 };
  expect(await countSetAside()).toEqual(counts);
  await expect.poll(() => useLab.getState().setAside).toEqual(counts);
  const values = await readSetAside();
  const found = values.find(({ key }) => key === 'noScenario');
  expect(found).toMatchObject({ database: 'lora-lab-results-1', store: 'trials', value: bad.noScenario });
  expect(found?.reason).toMatch(/scenario/);
  await useLab.getState().removeSetAside();
  await expect.poll(() => useLab.getState().setAside).toEqual({});
});

it('leaves alone what another tab has put in the place of what could not be read', async () => {
  const whole = sampleTrial({ id: 'whole' });
  await plant('lora-lab-results-1', 'trials', 'nonsense', 'raced');
  const reading = readRecords(['raced']);
  // Asked for before the removal, which comes after the copy.
  await storeRecords({ raced: whole });
  await reading;
  expect(await readRecords(['raced'])).toEqual({ raced: whole });
});
