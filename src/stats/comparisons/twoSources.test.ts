import { expect, it } from 'vitest';
import { expectNear, fixtures } from '../fixtures.testing';
import { criticalValue, pOf, standardErrorOf } from './twoSources';

it.each(fixtures.twoSources)('agrees with SciPy on $estimate', ({ estimate, p, criticals, ...error }) => {
  expectNear(pOf(estimate, error), p);
  expectNear(pOf(-estimate, error), p);
  for (const { level, value } of criticals) expectNear(criticalValue(error, level), value);
  // The estimate that stands exactly at the critical value of a level has that level as its p value.
  for (const { level, value } of criticals) expectNear(pOf(value * standardErrorOf(error), error), level);
});

it('is the t test without a part from sentences, and the z test without one from seeds', () => {
  expectNear(pOf(2.776445105197793, { seeds: 1, freedom: 4, sentences: 0 }), 0.05);
  expectNear(pOf(1.959963984540054, { seeds: 0, freedom: 4, sentences: 1 }), 0.05);
  expectNear(criticalValue({ seeds: 0, freedom: 4, sentences: 1 }, 0.05), 1.959963984540054);
});

it('tests nothing without an error, and finds nothing in no difference', () => {
  expect(pOf(1, { seeds: 0, freedom: 4, sentences: 0 })).toBeNull();
  expect(criticalValue({ seeds: 0, freedom: 4, sentences: 0 }, 0.05)).toBe(0);
  expectNear(pOf(0, { seeds: 1, freedom: 4, sentences: 1 }), 1);
});

it('stays a number for a difference beyond all doubt', () => {
  const p = pOf(1000, { seeds: 1, freedom: 30, sentences: 1 });
  expect(p).toBeLessThan(1e-30);
  expect(p).toBeGreaterThanOrEqual(0);
});
