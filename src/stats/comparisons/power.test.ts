import { describe, expect, it } from 'vitest';
import { expectNear, fixtures } from '../fixtures.testing';
import { groupsPower, MOST_SEEDS, pairedPower, seedsNeeded } from './power';

describe.each([
  { test: 'paired' as const, cases: fixtures.power.paired, power: pairedPower },
  { test: 'welch' as const, cases: fixtures.power.unpaired, power: groupsPower },
])('$test', ({ test, cases, power }) => {
  it.each(cases)('has the power of statsmodels: effect $effect at $alpha', ({ effect, alpha, powers }) => {
    expect(powers.length).toBeGreaterThan(2);
    for (const { n, power: expected } of powers) expectNear(power(effect, n, alpha), expected, 1e-6);
  });

  it.each(cases)('needs $needed seeds: effect $effect at $alpha', ({ effect, alpha, needed }) => {
    expect(seedsNeeded({ test, effect }, alpha)).toBe(needed ?? Infinity);
    expect(seedsNeeded({ test, effect: -effect }, alpha)).toBe(needed ?? Infinity);
  });
});

it('cannot plan without an effect, and gives up on none', () => {
  expect(seedsNeeded({ test: 'paired', effect: null }, 0.05)).toBeNull();
  expect(seedsNeeded({ test: 'paired', effect: 0 }, 0.05)).toBe(Infinity);
  expect(MOST_SEEDS).toBe(1000);
});
