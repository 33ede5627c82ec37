import { describe, expect, it } from 'vitest';
import { sampleTrial } from '../../../src/experiment/testing';
import type { TrialRecord } from '../../../src/results/results';
import { nextSort, sortTrials, type Sort } from './sortTrials';

const rows = (...changes: Partial<TrialRecord>[]) =>
  changes.map((change) => ({ record: sampleTrial(change) }));
const seeds = (sorted: readonly { record: TrialRecord }[]) => sorted.map(({ record }) => record.seed);

describe('sortTrials', () => {
  const trials = rows(
    { seed: 1, accuracy: 0.8 },
    { seed: 2, accuracy: null, status: 'diverged' },
    { seed: 3, accuracy: 0.9 },
    { seed: 4, accuracy: 0.8 },
  );
  const by = (direction: Sort['direction']) => seeds(sortTrials(trials, { column: 'accuracy', direction }));

  it('keeps ties as they were, and what has no figure last in both directions', () => {
    expect(by('ascending')).toEqual([1, 4, 3, 2]);
    expect(by('descending')).toEqual([3, 1, 4, 2]);
  });

  it('leaves the rows alone without a sort, and never changes the given ones', () => {
    expect(sortTrials(trials, null)).toBe(trials);
    by('descending');
    expect(seeds(trials)).toEqual([1, 2, 3, 4]);
  });

  it('sorts names as people do, and seeds as numbers', () => {
    const { scenario } = sampleTrial({});
    const named = ['rank 10', 'Rank 9'].map((name, i) =>
      rows({ seed: 10 - i, scenario: { ...scenario, name } }),
    );
    expect(seeds(sortTrials(named.flat(), { column: 'scenario', direction: 'ascending' }))).toEqual([9, 10]);
    expect(seeds(sortTrials(named.flat(), { column: 'seed', direction: 'descending' }))).toEqual([10, 9]);
  });
});

describe('nextSort', () => {
  it('begins with what is wanted first, turns, and ends', () => {
    const first = nextSort(null, 'accuracy');
    expect(first).toEqual({ column: 'accuracy', direction: 'descending' });
    const second = nextSort(first, 'accuracy');
    expect(second).toEqual({ column: 'accuracy', direction: 'ascending' });
    expect(nextSort(second, 'accuracy')).toBeNull();
    expect(nextSort(second, 'seconds')).toEqual({ column: 'seconds', direction: 'ascending' });
  });
});
