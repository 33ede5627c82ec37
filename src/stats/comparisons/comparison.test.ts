import { describe, expect, it } from 'vitest';
import { compare, compareGroups, comparePairs, type Comparison } from './comparison';
import { expectNear, fixtures, seeded } from '../fixtures.testing';
import { pairBySeed } from './pairing';
import { signFlipP } from './signFlip';

interface Expected {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly p: number;
  readonly hedges: number | null;
}

function expectComparison(actual: Comparison, expected: Expected): void {
  expectNear(actual.difference, expected.difference);
  expectNear(actual.interval?.from ?? null, expected.low);
  expectNear(actual.interval?.to ?? null, expected.high);
  expectNear(actual.p, expected.p);
  expectNear(actual.effect, expected.hedges);
}

describe('the paired test', () => {
  it.each(fixtures.paired)('agrees with SciPy on $name', (fixture) => {
    const actual = comparePairs(pairBySeed(seeded(fixture.a), seeded(fixture.b)));
    expectComparison(actual, fixture);
    expectNear(signFlipP(actual.differences ?? []), fixture.signFlip);
    expectNear(actual.sd && actual.difference / actual.sd, fixture.d);
    expect(actual.n).toEqual([fixture.a.length, fixture.a.length]);
  });

  it('says nothing of one pair, and has no t test without spread', () => {
    const one = comparePairs(pairBySeed(seeded([0.9]), seeded([0.8])));
    expect(one).toMatchObject({ n: [1, 1], interval: null, p: null, sd: null, effect: null });
    expect(one.difference).toBeCloseTo(0.1, 12);
    // 0.9 - 0.8 and 0.7 - 0.6 differ in their last bits.
    const same = comparePairs(pairBySeed(seeded([0.9, 0.7, 0.5]), seeded([0.8, 0.6, 0.4])));
    expect(same).toMatchObject({ sd: 0, p: null, effect: null });
  });
});

describe("Welch's test", () => {
  it.each(fixtures.unpaired)('agrees with SciPy on $name', (fixture) => {
    const actual = compareGroups(fixture.a, fixture.b);
    expectComparison(actual, fixture);
    expect(actual).toMatchObject({
      test: 'welch',
      n: [fixture.a.length, fixture.b.length],
      differences: null,
    });
  });

  it('says nothing where a side has one value or neither has spread', () => {
    expect(compareGroups([0.9], [0.8, 0.7])).toMatchObject({ interval: null, p: null, sd: null });
    const flat = compareGroups([0.75, 0.75], [0.5, 0.5]);
    expect(flat).toMatchObject({ p: null, sd: 0, effect: null, interval: { from: 0.25, to: 0.25 } });
  });
});

describe('compare', () => {
  it('pairs what shares seeds and says what it leaves out', () => {
    const comparison = compare(seeded([0.9, 0.8, 0.85]), seeded([0.8, 0.7], 2));
    expect(comparison).toMatchObject({ test: 'paired', n: [2, 2], leftOut: 1 });
    expect(comparison?.difference).toBeCloseTo(0.075, 12);
    expect(comparison?.means[1]).toBeCloseTo(0.75, 12);
  });

  it('takes groups where few or no seeds are shared', () => {
    const a = seeded([0.9, 0.8, 0.85, 0.9]);
    expect(compare(a, seeded([0.8, 0.7], 10))).toMatchObject({ test: 'welch', n: [4, 2], leftOut: 0 });
    expect(compare(a, seeded([0.8, 0.7, 0.7, 0.7], 4))).toMatchObject({ test: 'welch', n: [4, 4] });
    expect(compare(a, [])).toBeNull();
  });
});
