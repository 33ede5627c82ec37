import { describe, expect, it } from 'vitest';
import selection from '../../../tools/stats/fixtures/selection.json';
import { expectNear } from '../fixtures.testing';
import { compareSummaries, differencesOfSummaries, type PublishedMean } from './summaries';

const toMean = ([mean, sd, n]: readonly number[]): PublishedMean => ({
  mean: mean ?? NaN,
  sd: sd ?? NaN,
  n: n ?? NaN,
});
const published = selection.published.map(toMean);

describe('comparisons of published means', () => {
  it('are SciPy’s Welch test of means and deviations', () => {
    for (const { a, b, freedom, p } of selection.summaries) {
      const comparison = compareSummaries(toMean(a), toMean(b));
      expectNear(comparison?.error?.freedom, freedom);
      expectNear(comparison?.p, p, 1e-8);
    }
  });

  it('are corrected for all of them together', () => {
    const { between, tested } = differencesOfSummaries(published, 0.01);
    expect(tested).toBe(10);
    between.flat().forEach((difference, i) => {
      expectNear(difference?.corrected, selection.summaries[i]?.corrected ?? NaN, 1e-8);
    });
  });

  it('are better, a wash or open by the same rules as trials', () => {
    const verdicts = (delta: number) =>
      differencesOfSummaries(published.slice(0, 4), delta).between.map((row) =>
        row.map((difference) => difference?.verdict),
      );
    expect(verdicts(0.01)).toEqual([['a wash', 'better', 'better'], ['a wash', 'better'], ['a wash'], []]);
    expect(verdicts(0.005)).toEqual([['open', 'better', 'better'], ['open', 'better'], ['open'], []]);
  });

  it('are open below five runs, and none where nothing was published', () => {
    const few = published.slice(2, 4).map((each) => ({ ...each, n: 4, mean: each.mean * 2 }));
    expect(differencesOfSummaries(few, 1).between[0]?.[0]?.verdict).toBe('open');
    expect(differencesOfSummaries([published[0] ?? null, null], 1).between).toEqual([[null], []]);
    expect(compareSummaries({ mean: 0.9, sd: 0, n: 1 }, { mean: 0.8, sd: 0.1, n: 5 })).toBeNull();
  });
});
