/** @file */
import { expect, it } from 'vitest';
import { readStoredEntry, sortStored } from './storedEntries';
import { entry, LOWER, trial } from './testing';

it('gives entries oldest first, leaves those of newer versions alone, and tells what is neither', () => {
  const [a, b] = [entry('a', []), entry('b', [])];
  const later = { ...a, addedAt: '2026-11-25T00:00:00.000Z' };
  const newer = { ...entry('future', []), version: 2, results: 'something else' };
  const newerResults = { ...b, id: 'r', results: { ...b.results, version: 2 } };
  const bad = [
    null,
    'x',
    { id: 1, version: 1 },
    { ...b, results: { version: 1 } },
    { ...b, tags: 'no list' },
  ];
  const sorted = sortStored([later, newer, b, newerResults, ...bad]);
  expect(sorted.entries).toEqual([b, later]);
  expect(sorted.foreign).toEqual([
    { id: newer.id, name: 'future', version: 2 },
    { id: 'r', name: 'b', version: 1 },
  ]);
  expect(sorted.bad.map(({ value }) => value)).toEqual(bad);
  expect(sorted.bad.at(-1)?.reason).toBe('tags is "no list", not a list.');
});

it('reads an entry as it was written, with losses that are not finite', () => {
  const kept = entry('a', [trial(LOWER, 1), trial(LOWER, 2, { losses: [0.7, NaN] })]);
  expect(readStoredEntry(structuredClone(kept))).toEqual(kept);
});
