import { expect, it } from 'vitest';
import { expectNear, fixtures } from './fixtures.testing';
import { rankCorrelation } from './rankCorrelation';

it('is what SciPy says, also of equal values', () => {
  expect(fixtures.rankCorrelations.length).toBeGreaterThan(5);
  for (const { a, b, rho } of fixtures.rankCorrelations) expectNear(rankCorrelation(a, b), rho);
});

it('is nothing for a single pair, and for values that are all equal', () => {
  expect(rankCorrelation([1], [2])).toBeNull();
  expect(rankCorrelation([], [])).toBeNull();
  expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBeNull();
  expect(() => rankCorrelation([1], [1, 2])).toThrow('1 and 2 values are no pairs');
});
