import { expect, it } from 'vitest';
import { expectNear, fixtures } from '../fixtures.testing';
import { logGamma } from './logGamma';
import { quantileChiSquared } from './incompleteGamma';
import { criticalZ, normalCdf, quantileNormal } from './normal';
import { quantileT, twoSidedP } from './studentT';

it('has the quantiles and the tails of SciPy', () => {
  const { quantiles, tails } = fixtures.student;
  expect([quantiles.length, tails.length]).toEqual([35, 42]);
  for (const { freedom, probability, t } of quantiles)
    expectNear(quantileT(probability, freedom), t, probability === 0.5 ? 1e-12 : 1e-10);
  for (const { freedom, t, p } of tails) expectNear(twoSidedP(t, freedom), p, 1e-10);
});

it('is symmetric and ends in 0', () => {
  expect(twoSidedP(-2, 5)).toBe(twoSidedP(2, 5));
  expect(twoSidedP(-Infinity, 5)).toBe(0);
});

it("has SciPy's normal distribution, the lower tail relative to itself", () => {
  for (const { x, p } of fixtures.normal) expectNear(normalCdf(x), p, 1e-12);
});

it("has SciPy's quantiles of the normal and the chi-squared distribution", () => {
  for (const { p, x } of fixtures.normalQuantiles) expectNear(quantileNormal(p), x, 1e-11);
  expectNear(criticalZ(0.05), 1.959963984540054, 1e-12);
  for (const { freedom, p, x } of fixtures.chiSquared) expectNear(quantileChiSquared(p, freedom), x, 1e-10);
});

it('has the logarithm of factorials and of gamma(1/2)', () => {
  expect(logGamma(1)).toBeCloseTo(0, 14);
  expect(logGamma(11)).toBeCloseTo(Math.log(3628800), 12);
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 14);
  expect(logGamma(0.25)).toBeCloseTo(Math.log(3.625609908221908), 13);
});
