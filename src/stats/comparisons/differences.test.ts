import { expect, it } from 'vitest';
import { allDifferences } from './differences';
import { fixtures, seeded } from '../fixtures.testing';
import { holm } from './holm';

function pairOf(name: string): { a: number[]; b: number[] } {
  const pair = fixtures.paired.find((each) => each.name === name);
  if (!pair) throw new Error(`no pair of fixtures is called "${name}"`);
  return pair;
}

const full = seeded(pairOf('full, r=8').a);
const eight = seeded(pairOf('full, r=8').b);
const one = seeded(pairOf('r=8, r=1').b);
const classifier = seeded(pairOf('r=1, classifier').b);

it('compares all pairs once, and corrects over all of them', () => {
  const { between, tested } = allDifferences([full, eight, one, classifier], 1000);
  expect(between.map((row) => row.length)).toEqual([3, 2, 1, 0]);
  expect(tested).toBe(6);
  const flat = between.flat();
  const ps = flat.map((difference) => difference?.comparison.p ?? NaN);
  expect(flat.map((difference) => difference?.corrected)).toEqual(holm(ps));
  expect(between[0]?.[0]?.comparison.difference).toBeCloseTo(0.0148, 12);
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
  const [[empty, tellable, few] = []] = between;
  expect(empty).toBeNull();
  expect(tellable).toMatchObject({ corrected: tellable?.comparison.p });
  expect(few).toMatchObject({ corrected: null, verdict: 'too few seeds to tell' });
});

it('compares two lists only once', () => {
  const [[first] = []] = allDifferences([full, eight], 1000).between;
  const [[again] = []] = allDifferences([full, eight, one], null).between;
  expect(first).toMatchObject({ comparison: { test: 'paired' } });
  expect(again?.comparison).toBe(first?.comparison);
});
