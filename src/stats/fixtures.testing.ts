/**
 * @file The results of SciPy and statsmodels (tools/stats/make_fixtures.py), and how close the lab must come to them.
 */
import { expect } from 'vitest';
import fixtures from '../../tools/stats/fixtures/statistics.json';

export { fixtures };

/** Expects a value within `tolerance` of the expected one, relative to it; 0 must be 0 to that many digits. */
export function expectNear(
  actual: number | null | undefined,
  expected: number | null,
  tolerance = 1e-9,
): void {
  if (expected === null || actual == null) return expect(actual).toBe(expected);
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance * (Math.abs(expected) || 1));
}

/** Values with the seeds 1, 2, ... */
export const seeded = (values: readonly number[], firstSeed = 1) =>
  values.map((value, i) => ({ seed: firstSeed + i, value }));
