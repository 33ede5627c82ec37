import { describe, expect, it } from 'vitest';
import { COMPONENTS, moduleCount, moduleSet } from '../architecture/modules';
import { modulesAtEnd, randomModules, scoresOf, type ModuleScores } from './moduleScores';

/** Two layers whose modules have these values, lowest layer first. */
function scored(values: readonly number[]): ModuleScores {
  return scoresOf(2, [[Float64Array.from(values)]]);
}

describe('scoresOf', () => {
  it('gives means and spreads over batches and seeds', () => {
    const batch = (value: number): Float64Array => new Float64Array(6).fill(value);
    const [first] = scoresOf(1, [
      [batch(1), batch(3)],
      [batch(4), batch(8)],
    ]);
    expect(first).toMatchObject({ layer: 1, component: 'query', value: 4 });
    // The seeds' deviations over batches are the roots of 2 and of 8; their means are 2 and 6.
    expect(first?.acrossBatches).toBeCloseTo(Math.sqrt(5), 12);
    expect(first?.acrossSeeds).toBeCloseTo(Math.sqrt(8), 12);
  });

  it('has no spread of one batch of one seed, and every module once', () => {
    const scores = scored(Array.from({ length: 12 }, (_, i) => i));
    expect(scores.map(({ value }) => value)).toEqual(Array.from({ length: 12 }, (_, i) => i));
    expect(scores[11]).toEqual({
      ...{ layer: 2, component: 'down', value: 11 },
      ...{ acrossBatches: null, acrossSeeds: null },
    });
  });
});

describe('modulesAtEnd', () => {
  const scores = scored([5, 1, 9, 9, 2, 0, 9, 3, 3, 3, 3, 3]);

  it('takes the largest or the smallest, of equal ones the first', () => {
    expect(modulesAtEnd(scores, 2, 'best')).toEqual([['value', 'attentionOutput'], []]);
    expect(modulesAtEnd(scores, 4, 'best')).toEqual([['query', 'value', 'attentionOutput'], ['query']]);
    expect(modulesAtEnd(scores, 3, 'worst')).toEqual([['key', 'up', 'down'], []]);
  });

  it('takes none, all, and no more than there are', () => {
    expect(modulesAtEnd(scores, 0, 'best')).toEqual([[], []]);
    expect(modulesAtEnd(scores, 99, 'worst')).toEqual(moduleSet(2, () => true));
  });
});

describe('randomModules', () => {
  const scores = scored(new Array<number>(12).fill(1));

  it('draws so many, the same for one seed, and over seeds every module', () => {
    const counts = new Map<string, number>();
    for (let seed = 1; seed <= 200; seed++) {
      const drawn = randomModules(scores, 3, seed);
      expect(moduleCount(drawn)).toBe(3);
      expect(randomModules(scores, 3, seed)).toEqual(drawn);
      for (const [layer, components] of drawn.entries())
        for (const component of components) {
          const key = `${layer} ${component}`;
          counts.set(key, (counts.get(key) ?? 0) + 1);
        }
    }
    expect(counts.size).toBe(2 * COMPONENTS.length);
    // Each is expected 50 times with a deviation of 6.
    for (const count of counts.values()) expect(Math.abs(count - 50)).toBeLessThan(25);
  });
});
