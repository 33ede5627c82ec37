/** @file The results database in a real IndexedDB: what a newer lab has made is left as it is, and told. */
import { expect, it } from 'vitest';
import { deleteDB, openDB } from 'idb';
import { RESULTS_VERSION, type TrialRecord } from '../../src/experiment/results';
import { useLab } from './lab';
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
