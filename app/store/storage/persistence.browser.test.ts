/** @file The results database in a real IndexedDB: what a newer lab has made is left as it is, and told. */
import { expect, it } from 'vitest';
import { deleteDB, openDB } from 'idb';
import { RESULTS_VERSION, type TrialRecord } from '../../../src/results/results';
import { useLab } from '../lab';
import { readRecords } from './persistence';

it('leaves the database of a newer lab untouched, says so, and keeps results for the visit', async () => {
  const name = `lora-lab-results-${RESULTS_VERSION}`;
  await deleteDB(name);
  const newer = await openDB(name, 7, { upgrade: (db) => void db.createObjectStore('trials') });
  await newer.put('trials', { of: 'a newer lab' }, 'theirs');
  await expect(readRecords(['theirs'])).rejects.toMatchObject({ name: 'VersionError' });

  const record = { id: 'own', status: 'done' } as TrialRecord;
  expect(await useLab.getState().addRecord('own', record)).toBe(false);
  await expect.poll(() => useLab.getState().storageProblem).toMatch(/A newer version of the lab/);
  expect(useLab.getState().records['own']).toBe(record);
  expect(await newer.getAllKeys('trials')).toEqual(['theirs']);
  expect(newer.version).toBe(7);
  newer.close();
  await deleteDB(name);
});

it('says that results last for the visit while another tab holds the database up, and stores them when it lets go', async () => {
  const name = `lora-lab-results-${RESULTS_VERSION}`;
  await deleteDB(name);
  expect(await readRecords(['a'])).toEqual({});
  const other = await openDB(name);
  const { store } = other.transaction('trials', 'readwrite');
  let asleep = true;
  void (async () => {
    while (asleep) await store.get('nothing');
  })();
  const lab = useLab.getState();
  const record = { id: 'finished', status: 'done' } as TrialRecord;
  expect(await lab.addRecord('a', record)).toBe(false);
  expect(useLab.getState().storageProblem).toMatch(/The browser’s storage does not answer/);
  expect(lab.hasUnstored()).toBe(true);
  // No second wait: the run has to go on.
  const began = performance.now();
  expect(await lab.addRecord('b', { ...record, id: 'next' })).toBe(false);
  expect(performance.now() - began).toBeLessThan(1000);
  asleep = false;
  await expect.poll(() => useLab.getState().storageProblem).toBeNull();
  await expect.poll(() => lab.hasUnstored()).toBe(false);
  // With the one that the test before could not store.
  expect(await other.getAllKeys('trials')).toEqual(['a', 'b', 'own']);
  other.close();
});
