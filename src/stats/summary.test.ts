import { describe, expect, it } from 'vitest';
import { expectNear, fixtures } from './fixtures.testing';
import { median, summarize } from './summary';

describe('summarize', () => {
  it.each(fixtures.summaries)('agrees with numpy and SciPy on $name', ({ values, mean, sd, low, high }) => {
    const summary = summarize(values);
    expect([summary.n, summary.min, summary.max]).toEqual([
      values.length,
      Math.min(...values),
      Math.max(...values),
    ]);
    expectNear(summary.mean, mean);
    expectNear(summary.sd, sd);
    expectNear(summary.interval?.from ?? null, low);
    expectNear(summary.interval?.to ?? null, high);
  });

  it('has no spread below two values, and no mean below one', () => {
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
