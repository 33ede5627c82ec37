import { describe, expect, it } from 'vitest';
import { comparePairs } from './comparison';
import { seeded } from '../fixtures.testing';
import { pairBySeed } from './pairing';
import { resolutionOf } from '../resolution';
import { decisiveP, verdictOf } from './verdict';

const ROWS = 1000;
/** Makes pairs with these differences around an accuracy of 0.9, whose standard error is 0.0095. */
const differing = (...differences: number[]) =>
  comparePairs(pairBySeed(seeded(differences.map((d) => 0.9 + d)), seeded(differences.map(() => 0.9))));

it('has a step and a standard error', () => {
  const { step, standardError } = resolutionOf(1000, 0.9);
  expect(step).toBe(0.001);
  expect(standardError).toBeCloseTo(Math.sqrt(0.00009), 12);
  expect(resolutionOf(50, 1).standardError).toBe(0);
});

describe('a verdict', () => {
  const clear = differing(0.03, 0.034, 0.029, 0.031);

  it('is better by the corrected p value, probably better by the own one alone', () => {
    expect(decisiveP(clear)).toBeLessThan(0.001);
    expect(verdictOf(clear, 0.049, ROWS)).toBe('better');
    expect(verdictOf(clear, 0.05, ROWS)).toBe('probably better');
    expect(verdictOf(differing(-0.03, -0.034, -0.029), 0.01, ROWS)).toBe('better');
  });

  it('is a wash only where the whole interval is within the resolution', () => {
    const small = differing(0.002, -0.003, 0.001, 0, -0.001, 0.002);
    expect(verdictOf(small, 1, ROWS)).toBe('a wash');
    expect(verdictOf(differing(0.02, -0.03, 0.01, 0), 1, ROWS)).toBe('too few seeds to tell');
    // Sixteen times as many rows measure four times as finely.
    expect(verdictOf(small, 1, 16 * ROWS)).toBe('a wash');
    expect(verdictOf(small, 1, 100 * ROWS)).toBe('too few seeds to tell');
    expect(verdictOf(small, 1, null)).toBe('a wash');
  });

  it('is a wash below one example, however sure', () => {
    const tiny = differing(0.0004, 0.0005, 0.0004, 0.0005, 0.0004);
    expect(decisiveP(tiny)).toBeLessThan(0.001);
    expect(verdictOf(tiny, 0.001, ROWS)).toBe('a wash');
    expect(verdictOf(tiny, 0.001, 100 * ROWS)).toBe('better');
  });

  it('is not given on fewer than three seeds', () => {
    const two = differing(0.03, 0.0301);
    expect(two.p).toBeLessThan(0.05);
    expect(decisiveP(two)).toBeNull();
    expect(verdictOf(two, 0.001, ROWS)).toBe('too few seeds to tell');
    expect(verdictOf(differing(0.03), null, ROWS)).toBe('too few seeds to tell');
  });

  it('goes by the sign-flip test where every pair differs alike', () => {
    const alike = (n: number) => differing(...Array.from({ length: n }, () => 0.125));
    expect(decisiveP(alike(5))).toBe(2 / 32);
    expect(verdictOf(alike(5), 2 / 32, ROWS)).toBe('too few seeds to tell');
    expect(verdictOf(alike(6), 2 / 64, ROWS)).toBe('better');
    expect(verdictOf(differing(0, 0, 0), 1, ROWS)).toBe('a wash');
  });
});
