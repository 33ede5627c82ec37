import { expect, it } from 'vitest';
import { MOST_FLIPPED, signFlipP } from './signFlip';

/** The p value by going through all patterns one by one. */
function byHand(differences: readonly number[]): number {
  const n = differences.length;
  const sum = (pattern: number) =>
    differences.reduce((total, value, i) => total + ((pattern >> i) & 1 ? -value : value), 0);
  const patterns = Array.from({ length: 2 ** n }, (_, pattern) => Math.abs(sum(pattern)));
  return patterns.filter((far) => far >= Math.abs(sum(0)) - 1e-12).length / 2 ** n;
}

it('counts the sign patterns that are as far from 0', () => {
  const values = [0.012, -0.003, 0.02, 0.005, -0.011, 0.0075, 0.001, 0.016, -0.002, 0, 0.003];
  for (let n = 1; n <= values.length; n++)
    expect(signFlipP(values.slice(0, n))).toBe(byHand(values.slice(0, n)));
});

it('cannot go below 2 / 2^n, and finds nothing in ties with 0', () => {
  expect(signFlipP([0.1, 0.3, 0.2, 0.1, 0.2])).toBe(2 / 32);
  expect(signFlipP([0, 0, 0])).toBe(1);
  expect(signFlipP(Array.from({ length: MOST_FLIPPED }, () => 0.01))).toBe(2 / 2 ** MOST_FLIPPED);
});

it('stays silent without differences and with too many', () => {
  expect(signFlipP([])).toBeNull();
  expect(signFlipP(Array.from({ length: MOST_FLIPPED + 1 }, () => 0.01))).toBeNull();
});
