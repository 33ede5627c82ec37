/** @file */
import { expect, it } from 'vitest';
import { readStoredEntry, sortStored, sortStoredInParts } from './storedEntries';
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

it('reads large entries in parts as it reads them at once, and tells what is wrong with one', async () => {
  const many = Array.from({ length: 150 }, (_, seed) => trial(LOWER, seed, { losses: [0.7, NaN] }));
  const stored = structuredClone([
    entry('large', many),
    entry('wrong', [...many, { ...trial(LOWER, 151), steps: -1 }]),
  ]);
  const inParts = await sortStoredInParts(stored);
  expect(inParts).toEqual(sortStored(stored));
  expect(inParts.entries).toHaveLength(1);
  expect(inParts.bad[0]?.reason).toContain('results.trials[150].steps is -1');
});
