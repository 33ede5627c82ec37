import { expect, it } from 'vitest';
import { allDifferences } from './differences';
import { fixtures, seeded } from './fixtures.testing';
import { holm } from './holm';

const [full, eight] = [fixtures.paired[0].a, fixtures.paired[0].b].map((values) => seeded(values));
const one = seeded(fixtures.paired[1].b);
const classifier = seeded(fixtures.paired[2].b);

it('compares all pairs once, and corrects over all of them', () => {
  const { between, tested } = allDifferences([full, eight, one, classifier], 1000);
  expect(between.map((row) => row.length)).toEqual([3, 2, 1, 0]);
  expect(tested).toBe(6);
  const flat = between.flat();
  const ps = flat.map((difference) => difference?.comparison.p ?? NaN);
  expect(flat.map((difference) => difference?.corrected)).toEqual(holm(ps));
  expect(between[0][0]?.comparison.difference).toBeCloseTo(0.0148, 12);
  expect(flat.map((difference) => difference?.verdict)).toEqual([
    'too few seeds to tell',
    'better',
    'better',
    'too few seeds to tell',
    'better',
    'better',
  ]);
});

it('counts only what could be tested, and leaves out scenarios without trials', () => {
  const { between, tested } = allDifferences([full, [], eight, one.slice(0, 2)], 1000);
  expect(tested).toBe(1);
  expect(between[0][0]).toBeNull();
  expect(between[0][1]?.corrected).toBe(between[0][1]?.comparison.p);
  expect(between[0][2]).toMatchObject({ corrected: null, verdict: 'too few seeds to tell' });
});

it('compares two lists only once', () => {
  const first = allDifferences([full, eight], 1000);
  const again = allDifferences([full, eight, one], null);
  expect(again.between[0][0]?.comparison).toBe(first.between[0][0]?.comparison);
});
