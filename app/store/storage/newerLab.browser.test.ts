/** @file What a newer lab has stored beside this one's, in a real IndexedDB: never touched, and told. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deleteDB, openDB } from 'idb';
import { sampleTrial } from '../../../src/experiment/testing';
import { ENTRY_VERSION } from '../../../src/library/entry';
import { entry } from '../../../src/library/testing';
import { RESULTS_VERSION, type TrialRecord } from '../../../src/results/results';
import type { TrialCheckpoint } from '../../../workers/client';
import { deleteAllBut, listCheckpoints, storeCheckpoint } from './checkpointPersistence';
import { useLab } from '../lab';
import { readRecords, storeRecords } from './persistence';
import { trialSlots } from '../results/trialKey';
import { isOfNewerEngine, isOfThisEngine } from './engineVersion';

const lab = () => useLab.getState();
const ownKeys = trialSlots(lab().experiment, {}, lab()).map(({ key }) => key);
const UNKNOWN = `lora-lab-results-${RESULTS_VERSION + 1}`;
const clean = async (): Promise<void> => {
  for (const name of [
    UNKNOWN,
    `lora-lab-results-${RESULTS_VERSION}`,
    'lora-lab-library',
    'lora-lab-checkpoints',
  ])
    await deleteDB(name);
};
beforeAll(clean);
afterAll(clean);

async function stored(name: string, store: string, key: string): Promise<unknown> {
  const db = await openDB(name);
  const value: unknown = await db.get(store, key);
  db.close();
  return value;
}
async function storedEntries(): Promise<unknown[]> {
  const db = await openDB('lora-lab-library');
  const values: unknown[] = await db.getAll('entries');
  db.close();
  return values;
}

const later = (key: string): string => key.replace(/lab \d+/, 'lab 99');

it('knows keys of a later version of the lab or of the results', () => {
  const [key = ''] = ownKeys;
  expect(isOfNewerEngine(key)).toBe(false);
  expect(isOfNewerEngine(later(key))).toBe(true);
  expect(isOfNewerEngine(key.replace(/^results \d+/, `results ${RESULTS_VERSION + 1}`))).toBe(true);
  expect(isOfNewerEngine(key.replace(/lab \d+\.\d+/, 'lab 0.0'))).toBe(false);
  expect(isOfNewerEngine('anything')).toBe(false);
});

it('leaves records and checkpoints of a newer lab as they are, and tells of them', async () => {
  const [own = '', other = ''] = ownKeys;
  const theirs = { id: 'theirs', status: 'done', unheardOf: [1, 2] } as unknown as TrialRecord;
  await storeRecords({ [later(own)]: theirs });
  const newer = await openDB(UNKNOWN, 3, { upgrade: (db) => void db.createObjectStore('other') });
  await newer.put('other', { id: 'of a newer schema' }, own);
  newer.close();
  const checkpoint = (savedAt: string) =>
    ({ snapshot: { step: 1, totalSteps: 2 }, savedAt }) as unknown as TrialCheckpoint;
  await storeCheckpoint(later(own), checkpoint('2001'));

  // Everything that this lab does to its own.
  await lab().restoreRecords(lab().experiment);
  await expect.poll(() => lab().newerStored).toBe(true);
  const record = sampleTrial({ id: 'own' });
  expect(await lab().addRecord(own, record)).toBe(true);
  for (const year of ['2002', '2003', '2004', '2005', '2006']) await storeCheckpoint(year, checkpoint(year));
  await lab().makeRoom();
  lab().forgetCheckpoints(ownKeys);
  lab().beginAnew([own, other]);
  await deleteAllBut(isOfThisEngine);
  expect(await readRecords([own])).toEqual({ [own]: record });
  lab().endAnew();

  expect(await stored(`lora-lab-results-${RESULTS_VERSION}`, 'trials', later(own))).toEqual(theirs);
  expect(await stored('lora-lab-checkpoints', 'checkpoints', later(own))).toEqual(checkpoint('2001'));
  expect(await listCheckpoints(['2005', '2006'])).toEqual({});
  const again = await openDB(UNKNOWN);
  expect([again.version, await again.get('other', own)]).toEqual([3, { id: 'of a newer schema' }]);
  again.close();
  expect(lab().storageProblem).toBeNull();
});

it('leaves entries of a newer library as they are, and shows their names', async () => {
  await lab().loadLibrary();
  const theirs = { id: 'theirs', version: ENTRY_VERSION + 1, name: 'of tomorrow', unheardOf: { deep: [1] } };
  const raw = await openDB('lora-lab-library');
  await raw.put('entries', theirs);
  raw.close();
  const own = { ...entry('of today', []), id: 'own' };
  await lab().loadLibrary();
  expect(lab().foreignEntries).toEqual([{ id: 'theirs', name: 'of tomorrow', version: ENTRY_VERSION + 1 }]);
  await lab().addEntries([own]);
  expect(await lab().changeEntry('own', () => ({ note: 'changed' }))).toBe(true);
  expect(await lab().changeEntry('theirs', () => ({ note: 'changed' }))).toBe(false);
  lab().deleteEntry('theirs');
  lab().deleteEntry('own');
  await expect.poll(storedEntries).toEqual([theirs]);
  expect(lab().libraryProblem).toBeNull();
});
