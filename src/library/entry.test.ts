/** @file */
import { describe, expect, it } from 'vitest';
import { addTags, MAX_NAME, MAX_TAGS, sortStored, tidyName } from './entry';
import { entry } from './testing';

describe('sortStored', () => {
  it('gives entries oldest first, and leaves those of newer versions alone', () => {
    const [a, b] = [entry('a', []), entry('b', [])];
    const later = { ...a, addedAt: '2026-11-25T00:00:00.000Z' };
    const newer = { ...entry('future', []), version: 2, results: 'something else' };
    const newerResults = { ...b, id: 'r', results: { ...b.results, version: 2 } };
    expect(sortStored([later, newer, b, newerResults, null, 'x', { id: 1, version: 1 }])).toEqual({
      entries: [b, later],
      foreign: [
        { id: newer.id, name: 'future', version: 2 },
        { id: 'r', name: 'b', version: 1 },
      ],
    });
  });
});

describe('what a person types', () => {
  it('becomes a name on one line', () => {
    expect(tidyName('  Anna\n and\tBen ')).toBe('Anna and Ben');
    expect(tidyName('x'.repeat(500))).toHaveLength(MAX_NAME);
    expect(() => tidyName(' \n')).toThrow('needs a name');
  });

  it('becomes tags, each once', () => {
    expect(addTags(['class 7b'], 'GPU, #Class 7B, gpu,, wash')).toEqual(['class 7b', 'GPU', 'wash']);
    const many = Array.from({ length: 40 }, (_, i) => `t${i}`).join();
    expect(addTags([], many)).toHaveLength(MAX_TAGS);
  });
});
