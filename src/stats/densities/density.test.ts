import { describe, expect, it } from 'vitest';
import { density, densityRange, sharedBandwidth, SHARES } from './density';
import { expectNear, fixtures } from '../fixtures.testing';

const { silverman, given, median, reflectedAtOne, reflectedAtZero } = fixtures.densities;

describe('density', () => {
  const heights = (
    { values, x }: { values: number[]; x: number[] },
    more: { bandwidth?: number; bounds?: typeof SHARES },
  ) =>
    density(values, { from: Math.min(...x), to: Math.max(...x), points: x.length, ...more }).map(
      ({ y }) => y,
    );
  const expectHeights = (actual: number[], expected: number[]) => {
    expect(actual).toHaveLength(expected.length);
    // Far from all values a height is many digits below the peak, and SciPy sums it in another order.
    expected.forEach((y, i) => expectNear(actual[i], y, 1e-8));
  };

  it('agrees with SciPy at a given bandwidth, and with its Silverman bandwidth', () => {
    expectHeights(heights(given, { bandwidth: given.bandwidth }), given.y);
    expectNear(sharedBandwidth([silverman.values]), silverman.bandwidth);
    expectHeights(heights(silverman, {}), silverman.y);
  });

  it('is reflected at 1 and at 0', () => {
    for (const fixture of [reflectedAtOne, reflectedAtZero])
      expectHeights(heights(fixture, { bandwidth: fixture.bandwidth, bounds: SHARES }), fixture.y);
  });

  it('is not cut off at the edge of the data and has an area of 1, also at a bound', () => {
    const groups = [
      [0.9012, 0.9034, 0.8991, 0.905, 0.9027],
      [0.87, 0.8755],
      [0.995, 1, 0.99],
      [0, 0.01],
    ];
    const bandwidth = sharedBandwidth(groups);
    for (const values of groups) {
      const range = densityRange([values], bandwidth, SHARES);
      if (!range) throw new Error('no range');
      const points = density(values, { ...range, points: 400, bandwidth, bounds: SHARES });
      expect(points).toHaveLength(400);
      expect([points.at(0)?.x, points.at(-1)?.x]).toEqual([range.from, range.to]);
      // The trapezoidal rule: the points at both ends count half.
      const heightsOf = (some: typeof points) => some.reduce((sum, { y }) => sum + y, 0);
      const inner = heightsOf(points.slice(1, -1));
      const area = (((inner + heightsOf(points)) / 2) * (range.to - range.from)) / 399;
      expect(Math.abs(area - 1)).toBeLessThan(0.003);
    }
    expect(density([], { from: 0, to: 1, points: 3, bandwidth })).toEqual([]);
    expect(density([1], { from: 0.5, to: 1.5, points: 3, bandwidth, bounds: SHARES }).at(2)?.y).toBe(0);
  });
});

describe('sharedBandwidth', () => {
  it('is the median of those that scenarios of three trials or more have by themselves', () => {
    const own = median.groups.filter((group) => group.length > 2).map((group) => sharedBandwidth([group]));
    expect(own).toHaveLength(median.own.length);
    own.forEach((bandwidth, i) => expectNear(bandwidth, median.own[i] ?? null));
    expectNear(sharedBandwidth([...median.groups, []]), median.bandwidth);
  });

  it('is not smeared by one scenario whose trials collapse', () => {
    const sound = [
      [0.911, 0.93, 0.912, 0.899, 0.911],
      [0.874, 0.914, 0.902, 0.9, 0.899],
    ];
    const collapsed = [0.91, 0.5, 0.5, 0.93, 0.5];
    const [one = [], two = []] = sound;
    expect(sharedBandwidth([...sound, collapsed])).toBe(sharedBandwidth([two]));
    // The example of docs/method.md: the spread pooled within the four would give 8.9 points.
    const third = [0.882, 0.869, 0.878, 0.872, 0.877];
    expect(sharedBandwidth([...sound, third, collapsed])).toBeCloseTo(0.0085, 4);
    expect(sharedBandwidth([one, collapsed])).toBe(sharedBandwidth([one]));
  });

  it('does not collapse on ties, single trials and nothing', () => {
    expect(sharedBandwidth([[0.9, 0.9, 0.9]])).toBe(0.001);
    expect(sharedBandwidth([[0.9], [0.5]])).toBeCloseTo(0.004, 12);
    expect(sharedBandwidth([])).toBe(0.001);
    expect(sharedBandwidth([[0.9, 0.9]], 0.01)).toBe(0.01);
  });
});

describe('densityRange', () => {
  it('reaches three bandwidths past the data, and not past the bounds', () => {
    const range = densityRange([[0.5, 0.9], [], [0.7]], 0.01);
    expect(range?.from).toBeCloseTo(0.47, 12);
    expect(range?.to).toBeCloseTo(0.93, 12);
    expect(densityRange([[0.01, 0.99]], 0.02, SHARES)).toEqual(SHARES);
    expect(densityRange([[], []], 0.01)).toBeNull();
  });
});
