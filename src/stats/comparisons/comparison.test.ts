import { describe, expect, it } from 'vitest';
import { compare, intervalOf, type Comparison } from './comparison';
import { expectNear, fixtures, seeded } from '../fixtures.testing';
import { signFlipP } from './signFlip';

interface Expected {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly p: number;
}

function compared(a: readonly number[], b: readonly number[], firstSeed = 1): Comparison {
  const comparison = compare(seeded(a), seeded(b, firstSeed));
  if (!comparison) throw new Error('There is nothing to compare.');
  return comparison;
}

function expectComparison(actual: Comparison, expected: Expected): void {
  const interval = intervalOf(actual, 0.05);
  expectNear(actual.difference, expected.difference);
  expectNear(interval?.from ?? null, expected.low);
  expectNear(interval?.to ?? null, expected.high);
  expectNear(actual.p, expected.p);
  expect(actual.coversSentences).toBe(false);
}

describe('the paired test', () => {
  it.each(fixtures.paired)('agrees with SciPy on $name', (fixture) => {
    const actual = compared(fixture.a, fixture.b);
    expectComparison(actual, fixture);
    expectNear(actual.effect, fixture.hedges);
    expectNear(signFlipP(actual.differences ?? []), fixture.signFlip);
    expectNear(actual.sd && actual.difference / actual.sd, fixture.d);
    const n = fixture.a.length;
    expect(actual).toMatchObject({ test: 'paired', n: [n, n], shared: n });
  });

  it('says nothing of one pair, and without spread leaves it to the signs', () => {
    const one = compared([0.9], [0.8]);
    expect(one).toMatchObject({ n: [1, 1], error: null, p: null, sd: null, effect: null });
    expect(intervalOf(one, 0.05)).toBeNull();
    expect(one.difference).toBeCloseTo(0.1, 12);
    // 0.9 - 0.8 and 0.7 - 0.6 differ in their last bits.
    expect(compared([0.9, 0.7, 0.5], [0.8, 0.6, 0.4])).toMatchObject({ sd: 0, p: 2 / 8, effect: null });
  });
});

describe("Welch's test", () => {
  it.each(fixtures.unpaired)('agrees with SciPy on $name', (fixture) => {
    const actual = compared(fixture.a, fixture.b, 100);
    expectComparison(actual, fixture);
    expectNear(actual.effect, fixture.hedges);
    expect(actual).toMatchObject({
      ...{ test: 'welch', n: [fixture.a.length, fixture.b.length] },
      ...{ shared: 0, differences: null },
    });
  });

  it('says nothing where a side has one value or neither has spread', () => {
    expect(compared([0.9], [0.8, 0.7], 100)).toMatchObject({ error: null, p: null, sd: null });
    const flat = compared([0.75, 0.75], [0.5, 0.5], 100);
    expect(flat).toMatchObject({ p: null, sd: 0, effect: null });
    expect(intervalOf(flat, 0.05)).toEqual({ from: 0.25, to: 0.25 });
  });

  it('is taken where only one or two seeds are shared, whose correlation means nothing', () => {
    const [a, b] = [
      [0.9, 0.8, 0.85],
      [0.7, 0.75, 0.72],
    ] as const;
    expect(compared(a, b, 2)).toMatchObject({ test: 'welch', shared: 2 });
    expectNear(compared(a, b, 2).p, compared(a, b, 100).p);
  });
});

describe('the partially overlapping test', () => {
  it.each(fixtures.overlapping)('agrees with its paper: $name', (fixture) => {
    const { a, b, shared } = fixture;
    const others = seeded(b.slice(shared), 100);
    const actual = compare(seeded(a), [...seeded(b.slice(0, shared)), ...others]);
    if (!actual) throw new Error('There is nothing to compare.');
    expectComparison(actual, fixture);
    expectNear(actual.error?.seeds, fixture.squaredError);
    expectNear(actual.error?.freedom, fixture.freedom);
    expect(actual).toMatchObject({ test: 'overlapping', n: [a.length, b.length], shared });
  });
});

it('needs values on both sides', () => expect(compare(seeded([0.5]), [])).toBeNull());
