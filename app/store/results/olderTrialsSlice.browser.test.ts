/**
 * @file Trials that an older lab measured, in a real IndexedDB: mentioned once, never shown as this version's, and kept
 * on request.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deleteDB } from 'idb';
import { sampleTrial } from '../../../src/experiment/testing';
import { RESULTS_VERSION } from '../../../src/results/results';
import { useLab } from '../lab';
import { storeRecords } from '../storage/persistence';
import { trialSlots } from './trialKey';
import { ofOlderEngine } from '../storage/engineVersion';

const lab = () => useLab.getState();
const slots = trialSlots(lab().experiment, {}, lab());
const [first, second, third] = slots.map(({ key }) => key) as [string, string, string];
const byVersion = (key: string, version: string): string => key.replace(/lab [\d.]+/, `lab ${version}`);
const measured = (id: string, labVersion: string) =>
  sampleTrial({ id, environment: { ...sampleTrial().environment, labVersion } });
const clean = async (): Promise<void> => {
  localStorage.clear();
  for (const name of [`lora-lab-results-${RESULTS_VERSION}`, 'lora-lab-library']) await deleteDB(name);
};
beforeAll(clean);
afterAll(clean);

it('knows the trial of an older version by its key, and no other', () => {
  expect(ofOlderEngine(byVersion(first, '0.2.10'))).toEqual({ version: '0.2.10', key: first });
  for (const other of [first, byVersion(first, '99.0.0'), first.replace(/^results \d+/, 'results 0'), 'none'])
    expect(ofOlderEngine(other)).toBeNull();
});

it('tells of them, keeps them apart by version in the library, and asks no more', async () => {
  await storeRecords({
    [byVersion(first, '0.2.10')]: measured('a', '0.2.10'),
    [byVersion(second, '0.2.9')]: measured('b', '0.2.9'),
    [byVersion(third, '0.2.9')]: { ...measured('c', '0.2.9'), status: 'failed' as const },
    [`${byVersion(first, '0.2.9')}&of=another`]: measured('d', '0.2.9'),
  });
  await lab().restoreRecords(lab().experiment);
  await lab().findOlder(lab().experiment);
  expect(lab().records).toEqual({});
  expect(lab().older.map(({ version, record }) => [version, record.id])).toEqual([
    ['0.2.9', 'b'],
    ['0.2.10', 'a'],
  ]);

  expect(await lab().keepOlder()).toBe(true);
  expect(lab().older).toEqual([]);
  const entries = await lab().loadLibrary();
  expect(entries).toHaveLength(2);
  for (const [i, [version, id, slot]] of (
    [
      ['0.2.9', 'b', 1],
      ['0.2.10', 'a', 0],
    ] as const
  ).entries()) {
    const found = entries.find(({ results }) => results.environment.labVersion === version);
    expect(found?.name, String(i)).toContain(`lab ${version}`);
    // A trial takes the present name of its scenario, so that the entry's rows are the experiment's.
    expect(found?.results.trials).toMatchObject([{ id, scenario: slots[slot]?.spec.scenario }]);
  }

  await lab().findOlder(lab().experiment);
  expect(lab().older).toEqual([]);
});

it('decides about the trials that were kept, not about those of an experiment opened meanwhile', async () => {
  const key = byVersion(second, '0.1.5');
  await storeRecords({ [key]: measured('g', '0.1.5') });
  await lab().findOlder(lab().experiment);
  const other = [{ key: third, version: '0.1.6', record: measured('h', '0.1.6') }];
  const keeping = lab().keepOlder();
  useLab.setState({ older: other });
  expect(await keeping).toBe(true);
  expect(lab().older).toEqual(other);
  useLab.setState({ older: [] });
});

it('leaves what was dismissed where it is', async () => {
  const key = byVersion(second, '0.1.0');
  await storeRecords({ [key]: measured('f', '0.1.0') });
  await lab().findOlder(lab().experiment);
  expect(lab().older.map(({ record }) => record.id)).toEqual(['f']);
  lab().dismissOlder();
  await lab().findOlder(lab().experiment);
  expect(lab().older).toEqual([]);
  expect((await lab().loadLibrary()).map(({ results }) => results.trials[0]?.id)).not.toContain('f');
});
