/**
 * @file Summaries and densities against numpy 2.4 and scipy 1.17. The recipe:
 *
 *     import numpy as np
 *     from scipy.stats import gaussian_kde
 *     a = np.array([.9012, .9034, .8991, .9050, .9027]); b = np.array([.8710, .8755, .8731])
 *     a.mean(), a.std(ddof=1), np.median(a)
 *     xs = np.linspace(.89, .915, 6)
 *     k = gaussian_kde(a, bw_method="silverman"); k.covariance[0, 0] ** .5, k(xs)
 *     gaussian_kde(a, bw_method=.002 / a.std(ddof=1))(xs)
 *     groups = [a, b, np.array([.95])]; freedom = sum(len(g) - 1 for g in groups)
 *     s = (sum((len(g) - 1) * g.var(ddof=1) for g in groups if len(g) > 1) / freedom) ** .5
 *     s * (3 * np.mean([len(g) for g in groups]) / 4) ** -.2
 */
import { describe, expect, it } from 'vitest';
import { density, densityRange, sharedBandwidth } from './density';
import { median, summarize } from './summary';

const a = [0.9012, 0.9034, 0.8991, 0.905, 0.9027];
const b = [0.871, 0.8755, 0.8731];
const AXIS = { from: 0.89, to: 0.915, points: 6 };

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(Math.abs(actual[i] / value - 1)).toBeLessThan(1e-9));
}

describe('summarize', () => {
  it('agrees with numpy', () => {
    const { n, mean, sd, min, max } = summarize(a);
    expect([n, min, max]).toEqual([5, 0.8991, 0.905]);
    expect(mean).toBeCloseTo(0.90228, 12);
    expect(sd).toBeCloseTo(0.0022420972325035322, 12);
  });

  it('has no spread below two values, and no mean below one', () => {
    expect(summarize([0.5])).toEqual({ n: 1, mean: 0.5, sd: null, min: 0.5, max: 0.5 });
    expect(summarize([])).toEqual({ n: 0, mean: null, sd: null, min: null, max: null });
  });
});

describe('median', () => {
  it('takes the middle and leaves the values as they were', () => {
    const values = [10, 9, 100];
    expect([median(values), median([1, 2, 3, 10]), median([7]), median([])]).toEqual([10, 2.5, 7, null]);
    expect(values).toEqual([10, 9, 100]);
  });
});

describe('density', () => {
  const ys = (options: Parameters<typeof density>[1]) => density(a, options).map(({ y }) => y);

  it('agrees with scipy at a given bandwidth', () => {
    expectClose(
      ys({ ...AXIS, bandwidth: 0.002 }),
      [
        0.0012809929970142588, 5.2360394002878605, 96.57122705658293, 96.53285575806132, 1.9786418488327637,
        0.00015089536568172054,
      ],
    );
  });

  it("agrees with scipy's Silverman bandwidth", () => {
    expect(sharedBandwidth([a])).toBeCloseTo(0.0017212667879460987, 12);
    expectClose(
      ys(AXIS),
      [
        3.954476988949569e-5, 2.7897446788630766, 97.60250684359414, 99.61388846244222, 0.7176093307760918,
        2.178790159960934e-6,
      ],
    );
  });

  it('covers the axis evenly and has an area of 1', () => {
    const bandwidth = sharedBandwidth([a, b]);
    const range = densityRange([a, b], bandwidth);
    if (!range) throw new Error('no range');
    for (const values of [a, b]) {
      const points = density(values, { ...range, points: 400, bandwidth });
      expect([points[0].x, points[399].x]).toEqual([range.from, range.to]);
      const area = (points.reduce((sum, { y }) => sum + y, 0) * (range.to - range.from)) / 399;
      expect(area).toBeGreaterThan(0.998);
      expect(area).toBeLessThan(1.001);
    }
    expect(density([], { ...AXIS, bandwidth })).toEqual([]);
  });
});

describe('sharedBandwidth', () => {
  it('pools the spread within the groups, not between them', () => {
    expect(sharedBandwidth([a, b, [0.95], []])).toBeCloseTo(0.0019091330823522935, 12);
  });

  it('does not collapse on ties, single trials and nothing', () => {
    expect(sharedBandwidth([[0.9, 0.9, 0.9]])).toBe(0.001);
    expect(sharedBandwidth([[0.9], [0.5]])).toBeCloseTo(0.004, 12);
    expect(sharedBandwidth([])).toBe(0.001);
    expect(sharedBandwidth([[0.9, 0.9]], 0.01)).toBe(0.01);
  });
});

describe('densityRange', () => {
  it('reaches three bandwidths past the data', () => {
    const range = densityRange([[0.5, 0.9], [], [0.7]], 0.01);
    expect(range?.from).toBeCloseTo(0.47, 12);
    expect(range?.to).toBeCloseTo(0.93, 12);
    expect(densityRange([[], []], 0.01)).toBeNull();
  });
});
