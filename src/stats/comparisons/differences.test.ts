import { describe, expect, it } from 'vitest';
import { allDifferences, someDifferences, type Compared, type JudgingRules } from './differences';
import { fixtures, seeded } from '../fixtures.testing';
import { holm } from './holm';
import { planLooks } from './looks';

function pairOf(name: string): { a: number[]; b: number[] } {
  const pair = fixtures.paired.find((each) => each.name === name);
  if (!pair) throw new Error(`no pair of fixtures is called "${name}"`);
  return pair;
}

const trials = (accuracies: readonly number[]): Compared => ({
  values: seeded(accuracies),
  ended: accuracies.length,
});
const RULES: JudgingRules = { plan: planLooks(5, 'growing'), firstSeed: 1, delta: 0.01, rows: 1000 };
const full = trials(pairOf('full, r=8').a);
const eight = trials(pairOf('full, r=8').b);
const one = trials(pairOf('r=8, r=1').b);
const classifier = trials(pairOf('r=1, classifier').b);

it('compares all pairs once, and corrects over all of them', () => {
  const { between, tested } = allDifferences([full, eight, one, classifier], RULES);
  expect(between.map((row) => row.length)).toEqual([3, 2, 1, 0]);
  expect(tested).toBe(6);
  const flat = between.flat();
  const ps = flat.map((difference) => difference?.comparison.p ?? NaN);
  expect(flat.map((difference) => difference?.corrected)).toEqual(holm(ps));
  expect(between[0]?.[0]?.comparison.difference).toBeCloseTo(0.0148, 12);
  expect(flat.map((difference) => difference?.verdict)).toEqual([
    ...['open', 'better', 'better'],
    ...['open', 'better', 'better'],
  ]);
});

it('corrects for all scenarios that ran, also where only some are shown', () => {
  const all = allDifferences([full, eight, one, classifier], RULES);
  const some = someDifferences(all, [2, 0]);
  expect(some.tested).toBe(6);
  const [[turned] = []] = some.between;
  const own = all.between[0]?.[1];
  expect(turned?.corrected).toBe(own?.corrected);
  expect(turned?.comparison.difference).toBe(-(own?.comparison.difference ?? NaN));
  expect(turned?.comparison.means).toEqual([...(own?.comparison.means ?? [])].reverse());
});

it('counts only what could be tested, and leaves out scenarios without trials', () => {
  const few = { values: one.values.slice(0, 2), ended: 5 };
  const { between, tested } = allDifferences([full, { values: [], ended: 0 }, eight, few], RULES);
  expect(tested).toBe(1);
  const [[empty, tellable, little] = []] = between;
  expect(empty).toBeNull();
  expect(tellable).toMatchObject({ corrected: tellable?.comparison.p });
  expect(little).toMatchObject({ corrected: null, verdict: 'open' });
});

describe('looks', () => {
  const plan = planLooks(11, 'growing');
  const rules = { ...RULES, plan };
  const clear = (n: number) => [
    trials(Array.from({ length: n }, (_, i) => 0.9 + (i % 3) / 1000)),
    trials(Array.from({ length: n }, (_, i) => 0.85 + ((i * i) % 5) / 1000)),
  ];
  const at = (n: number) => allDifferences(clear(n), rules).between[0]?.[0];

  it('gives no verdict before the first', () => {
    expect(at(4)).toMatchObject({ verdict: 'open', look: null, corrected: null });
    expect(at(4)?.comparison.n).toEqual([4, 4]);
    expect(at(5)).toMatchObject({ verdict: 'better', look: { index: 1, seeds: 5 } });
  });

  it('keeps verdict and figures from one look to the next, and after the last', () => {
    expect(at(7)?.comparison).toEqual(at(5)?.comparison);
    expect(at(8)?.comparison.n).toEqual([8, 8]);
    expect(at(30)?.comparison.n).toEqual([11, 11]);
  });

  it('waits for the scenario that lags behind, pair by pair', () => {
    const [a, b] = clear(11);
    const late = { values: (b?.values ?? []).slice(0, 6), ended: 6 };
    const { between } = allDifferences(
      [a, b, late].flatMap((each) => each ?? []),
      rules,
    );
    expect(between.flat().map((pair) => pair?.look?.seeds)).toEqual([11, 5, 5]);
  });

  it('corrects for the pairs that wait for the look, so that their coming undoes nothing', () => {
    const [a, b] = clear(5);
    const late = (n: number) => ({ values: seeded([0.9, 0.902, 0.899, 0.901, 0.9].slice(0, n)), ended: n });
    const at = (n: number) =>
      allDifferences(
        [a, b, late(n)].flatMap((each) => each ?? []),
        rules,
      );
    const [before, after] = [at(4), at(5)];
    expect([before.tested, after.tested]).toEqual([3, 3]);
    const [own, waiting] = before.between[0] ?? [];
    expect(own?.corrected).toBeCloseTo(3 * (own?.comparison.p ?? NaN), 12);
    expect(waiting).toMatchObject({ corrected: null, verdict: 'open' });
    expect(after.between[0]?.[0]?.corrected).toBeLessThanOrEqual(own?.corrected ?? 0);
  });

  it('corrects a pair that lags behind by the others’ p values at its own look', () => {
    const wobble = [0, 0.004, -0.003, 0.002, -0.004, 0.006, -0.007, 0.001];
    const own = (mean: number, factor: number) => trials(wobble.map((by) => mean + factor * by));
    const [a, b, c] = [own(0.9, 1), own(0.898, -2), own(0.89, 3)];
    const at = (n: number) => ({ values: c.values.slice(0, n), ended: n });
    const first = allDifferences(
      [a, b, c].map(({ values }) => ({ values: values.slice(0, 5), ended: 5 })),
      rules,
    );
    const { between } = allDifferences([a, b, at(5)], rules);
    expect(between.flat().map((pair) => pair?.look?.seeds)).toEqual([8, 5, 5]);
    expect(between[0]?.[1]?.corrected).toBe(first.between[0]?.[1]?.corrected);
    expect(between[0]?.[0]?.corrected).toBeCloseTo(
      Math.min(1, 3 * (between[0]?.[0]?.comparison.p ?? NaN)),
      12,
    );
  });

  it('judges values without a plan at once, by five seeds or more', () => {
    const once = (n: number) => allDifferences(clear(n), { ...RULES, plan: null }).between[0]?.[0];
    expect(once(4)).toMatchObject({ verdict: 'open', corrected: null });
    expect(once(7)).toMatchObject({ verdict: 'better', look: null });
    expect(once(7)?.comparison.n).toEqual([7, 7]);
  });
});

it('compares two lists only once', () => {
  const [[first] = []] = allDifferences([full, eight], RULES).between;
  const [[again] = []] = allDifferences([full, eight, one], { ...RULES, rows: null }).between;
  expect(first).toMatchObject({ comparison: { test: 'paired' } });
  expect(again?.comparison).toBe(first?.comparison);
});
