/** @file What a newer lab has stored beside this one's, in a real IndexedDB: never touched, and told. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deleteDB, openDB } from 'idb';
import { ENTRY_VERSION, type LibraryEntry } from '../../src/library/entry';
import { RESULTS_VERSION, type ResultsFile, type TrialRecord } from '../../src/experiment/results';
import type { TrialCheckpoint } from '../../workers/client';
import { deleteAllBut, listCheckpoints, readCheckpoint, storeCheckpoint } from './checkpointPersistence';
import { useLab } from './lab';
import { readEntries } from './libraryStorage';
import { readRecords, storeRecords } from './persistence';
import { isOfNewerEngine, isOfThisEngine, trialSlots } from './trialKey';

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
  const record = { id: 'own', status: 'done' } as TrialRecord;
  expect(await lab().addRecord(own, record)).toBe(true);
  for (const year of ['2002', '2003', '2004', '2005', '2006']) await storeCheckpoint(year, checkpoint(year));
  await lab().makeRoom();
  lab().forgetCheckpoints(ownKeys);
  lab().beginAnew([own, other]);
  await deleteAllBut(isOfThisEngine);
  expect(await readRecords([own])).toEqual({ [own]: record });
  lab().endAnew();

  expect(await readRecords([later(own)])).toEqual({ [later(own)]: theirs });
  expect(await readCheckpoint(later(own))).toEqual(checkpoint('2001'));
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
  const own: LibraryEntry = {
    version: ENTRY_VERSION,
    id: 'own',
    name: 'of today',
    note: '',
    tags: [],
    addedAt: '2020-01-01T00:00:00.000Z',
    origin: { kind: 'kept' },
    results: { version: RESULTS_VERSION, trials: [] } as unknown as ResultsFile,
  };
  await lab().loadLibrary();
  expect(lab().foreignEntries).toEqual([{ id: 'theirs', name: 'of tomorrow', version: ENTRY_VERSION + 1 }]);
  lab().addEntries([own]);
  lab().changeEntry('own', { note: 'changed' });
  lab().changeEntry('theirs', { note: 'changed' });
  lab().deleteEntry('theirs');
  lab().deleteEntry('own');
  await expect.poll(readEntries).toEqual([theirs]);
  expect(lab().libraryProblem).toBeNull();
});
