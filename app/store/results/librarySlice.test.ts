/** @file Node has no IndexedDB, as a private window may have none: the library then lasts for the visit. */
import { describe, expect, it, vi } from 'vitest';
import { given } from '../../../src/base/testing';
import { createStore } from 'zustand';
import { entry, LOWER, trial } from '../../../src/library/testing';
import type { Lab } from '../lab';
import { createLibrarySlice, rowKey, type LibrarySlice } from './librarySlice';
import { formatStorage } from '../storage/libraryStorage';

// The slice needs nothing from the others.
const freshStore = () =>
  createStore<LibrarySlice>()((set, get, api) =>
    createLibrarySlice(set as never, get as () => Lab, api as never),
  );

describe('a library that the browser does not keep', () => {
  it('says so and lasts for the visit', async () => {
    const store = freshStore();
    await store.getState().loadLibrary();
    expect(store.getState().libraryProblem).toContain('lasts only until this page is closed');
    const anna = entry('Anna', [trial(LOWER, 1)]);
    void store.getState().addEntries([anna]);
    await store.getState().changeEntry(anna.id, () => ({ name: 'Anna B', tags: ['7b'] }));
    await store.getState().loadLibrary();
    expect(store.getState().library).toEqual([{ ...anna, name: 'Anna B', tags: ['7b'] }]);
    expect(store.getState().libraryCount).toBe(1);
  });

  it('deletes several in a row, and brings each back to its position', async () => {
    const store = freshStore();
    await store.getState().loadLibrary();
    const entries = ['a', 'b', 'c'].map((name, i) => ({
      ...entry(name, []),
      addedAt: new Date(i * 1000).toISOString(),
    }));
    const names = () => store.getState().library?.map(({ name }) => name);
    void store.getState().addEntries(entries);
    store.getState().deleteEntry(given(entries[1]).id);
    store.getState().deleteEntry(given(entries[0]).id);
    expect(names()).toEqual(['c']);
    expect(store.getState().deleted.map(({ name }) => name)).toEqual(['b', 'a']);
    store.getState().undoDelete(given(entries[1]).id);
    expect(names()).toEqual(['b', 'c']);
    store.getState().undoDelete(given(entries[0]).id);
    store.getState().undoDelete(given(entries[0]).id);
    expect(names()).toEqual(['a', 'b', 'c']);
    store.getState().deleteEntry('nobody');
    expect(store.getState().deleted).toEqual([]);
  });

  it('tells a full storage and a newer library from one that is refused', () => {
    expect(formatStorage(new DOMException('', 'QuotaExceededError'))).toContain('full');
    expect(formatStorage(new DOMException('', 'VersionError'))).toContain('left untouched');
    expect(formatStorage(new Error('no'))).toContain('private window');
  });
});

it('remembers what is overlaid for the tab', () => {
  const stored = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => stored.set(name, value),
  });
  const keys = [rowKey('x', 0), rowKey('x', 1), rowKey('y', 0)];
  const store = freshStore();
  store.getState().chooseRows(keys, true);
  store.getState().chooseRows([given(keys[1])], false);
  expect([...freshStore().getState().chosenRows]).toEqual([keys[0], keys[2]]);
  stored.set('lora-lab.library-overlay', '{"not": "a list"}');
  expect(freshStore().getState().chosenRows.size).toBe(0);
  stored.set('lora-lab.library-overlay', '{');
  expect(freshStore().getState().chosenRows.size).toBe(0);
  vi.unstubAllGlobals();
});
