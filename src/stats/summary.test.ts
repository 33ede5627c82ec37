import { describe, expect, it } from 'vitest';
import { expectNear, fixtures } from './fixtures.testing';
import { FEWEST_WITH_SPREAD, median, summarize } from './summary';

describe('summarize', () => {
  it.each(fixtures.summaries)('agrees with numpy and SciPy on $name', ({ values, mean, sd, low, high }) => {
    const summary = summarize(values);
    const has = values.length >= FEWEST_WITH_SPREAD;
    expect([summary.n, summary.min, summary.max]).toEqual([
      values.length,
      Math.min(...values),
      Math.max(...values),
    ]);
    expectNear(summary.mean, mean);
    expectNear(summary.sd, sd);
    expectNear(summary.interval?.from ?? null, has ? low : null);
    expectNear(summary.interval?.to ?? null, has ? high : null);
  });

  it('has no interval below three values, no spread below two, and no mean below one', () => {
    expect(summarize([0.5, 0.7])).toMatchObject({ n: 2, interval: null });
    expect(summarize([0.5, 0.7]).sd).toBeCloseTo(Math.SQRT2 / 10, 12);
    expect(summarize([0.5, 0.6, 0.7]).interval).not.toBeNull();
    const one = { n: 1, mean: 0.5, sd: null, interval: null, min: 0.5, max: 0.5 };
    expect(summarize([0.5])).toEqual(one);
    expect(summarize([])).toEqual({ n: 0, mean: null, sd: null, interval: null, min: null, max: null });
  });
});

describe('median', () => {
  it.each(fixtures.summaries)('agrees with numpy on $name', (sample) => {
    expectNear(median(sample.values), sample.median);
  });

  it('takes the middle and leaves the values as they were', () => {
    const values = [10, 9, 100];
    expect([median(values), median([1, 2, 3, 10]), median([7]), median([])]).toEqual([10, 2.5, 7, null]);
    expect(values).toEqual([10, 9, 100]);
  });
});
