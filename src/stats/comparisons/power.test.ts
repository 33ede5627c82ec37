import { describe, expect, it } from 'vitest';
import { expectNear, fixtures } from '../fixtures.testing';
import { groupsPower, MOST_SEEDS, pairedPower, seedsNeeded } from './power';

describe.each([
  { test: 'paired' as const, cases: fixtures.power.paired, power: pairedPower },
  { test: 'welch' as const, cases: fixtures.power.unpaired, power: groupsPower },
])('$test', ({ cases, power }) => {
  it.each(cases)('has the power of statsmodels: effect $effect at $alpha', ({ effect, alpha, powers }) => {
    expect(powers.length).toBeGreaterThan(2);
    for (const { n, power: expected } of powers) expectNear(power(effect, n, alpha), expected, 1e-6);
  });
});

describe('seeds needed', () => {
  const paired = (sd: number, n: number, sentences = 0) =>
    ({ sd, freedom: n - 1, groups: 1, sentences }) as const;

  it.each(fixtures.planned)(
    'are those of statsmodels for the spread’s bound: sd $sd of $n seeds',
    (fixture) => {
      const { sd, n, delta, alpha, needed } = fixture;
      expect(seedsNeeded(paired(sd, n), delta, alpha)).toBe(needed);
    },
  );

  it('grow with what the sentences add to the error, up to where no seed helps', () => {
    const of = (sentences: number) => seedsNeeded(paired(0.01, 10, sentences), 0.01, 0.05);
    expect(of(2e-6)).toBeGreaterThan(of(0));
    // (1.96 + 0.84)^2 * 1.3e-5 is above 0.01^2: sentences alone hide the difference.
    expect(of(1.3e-5)).toBe(Infinity);
  });

  it('end at the most that an experiment can have, and without spread where a test begins', () => {
    expect(seedsNeeded(paired(1, 5), 0.001, 0.05)).toBe(Infinity);
    expect(MOST_SEEDS).toBe(1000);
    expect(seedsNeeded(paired(0, 5), 0.01, 0.05)).toBe(2);
  });
});
