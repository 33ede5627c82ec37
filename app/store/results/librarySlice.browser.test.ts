/** @file The library in a real IndexedDB, with several tabs that each have their own view of it. */
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createStore } from 'zustand';
import { addTags } from '../../../src/library/entry';
import { entry, LOWER, trial } from '../../../src/library/testing';
import { startFollowingLibrary } from '../effects/followLibrary';
import { useLab, type Lab } from '../lab';
import { createLibrarySlice, type LibrarySlice } from './librarySlice';
import { deleteEntries, readEntries, storeEntries } from '../storage/libraryStorage';

/** A tab that gets no messages from the others. */
const openTab = () =>
  createStore<LibrarySlice>()((set, get, api) =>
    createLibrarySlice(set as never, get as () => Lab, api as never),
  );
const stored = async () => (await readEntries()).entries;
const clean = async (): Promise<void> => deleteEntries((await stored()).map(({ id }) => id));

beforeEach(clean);
afterAll(clean);

async function twoTabs() {
  const anna = entry('Anna', [trial(LOWER, 1)]);
  await storeEntries([anna]);
  const [one, other] = [openTab().getState, openTab().getState];
  await one().loadLibrary();
  await other().loadLibrary();
  return { anna, one, other };
}

it('keeps a rename of one tab and a tag of another', async () => {
  const { anna, one, other } = await twoTabs();
  await Promise.all([
    one().changeEntry(anna.id, () => ({ name: 'Anna B' })),
    other().changeEntry(anna.id, ({ tags }) => ({ tags: addTags(tags, 'gpu') })),
    one().changeEntry(anna.id, ({ tags }) => ({ tags: addTags(tags, '7b') })),
  ]);
  const [kept] = await stored();
  expect(kept?.name).toBe('Anna B');
  expect([...(kept?.tags ?? [])].sort()).toEqual(['7b', 'gpu']);
  expect(other().library?.[0]?.name).toBe('Anna B');
});

it('keeps an entry deleted that another tab still changes, and brings it back when asked to', async () => {
  const { anna, one, other } = await twoTabs();
  one().deleteEntry(anna.id);
  await expect.poll(stored).toEqual([]);
  expect(await other().changeEntry(anna.id, () => ({ name: 'Anna B' }))).toBe(false);
  expect(await stored()).toEqual([]);
  expect(other().library).toEqual([]);
  one().undoDelete(anna.id);
  await expect.poll(stored).toEqual([anna]);
});

it('changes an entry that is just being added, and one that is added again after it was deleted', async () => {
  const tab = openTab().getState;
  await tab().loadLibrary();
  const anna = entry('Anna', []);
  const adding = tab().addEntries([anna]);
  expect(await tab().changeEntry(anna.id, () => ({ note: 'first' }))).toBe(true);
  await adding;
  expect(await stored()).toEqual([{ ...anna, note: 'first' }]);
  tab().deleteEntry(anna.id);
  tab().undoDelete(anna.id);
  await tab().changeEntry(anna.id, () => ({ name: 'Anna B' }));
  expect(await stored()).toEqual([{ ...anna, note: 'first', name: 'Anna B' }]);
  expect(tab().libraryProblem).toBeNull();
});

it('tells the other tabs of each change, and shows theirs', async () => {
  const others = new BroadcastChannel('lora-lab-library');
  let heard = 0;
  others.onmessage = () => heard++;
  startFollowingLibrary();
  const anna = entry('Anna', []);
  await useLab.getState().loadLibrary();
  await useLab.getState().addEntries([anna]);
  await useLab.getState().changeEntry(anna.id, () => ({ name: 'Anna B' }));
  await expect.poll(() => heard).toBe(2);
  await storeEntries([{ ...anna, name: 'Anna C' }, entry('Ben', [])]);
  others.postMessage('changed');
  await expect
    .poll(() =>
      useLab
        .getState()
        .library?.map(({ name }) => name)
        .sort(),
    )
    .toEqual(['Anna C', 'Ben']);
  others.close();
});
