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
  expectNear(pOf(2.776445105197793, { seeds: 1, freedom: 4, luck: 0, sentences: 0 }), 0.05);
  expectNear(pOf(1.959963984540054, { seeds: 0, freedom: 4, luck: 0, sentences: 1 }), 0.05);
  expectNear(criticalValue({ seeds: 0, freedom: 4, luck: 0, sentences: 1 }, 0.05), 1.959963984540054);
});

it('tests nothing without an error, and finds nothing in no difference', () => {
  expect(pOf(1, { seeds: 0, freedom: 4, luck: 0, sentences: 0 })).toBeNull();
  expect(criticalValue({ seeds: 0, freedom: 4, luck: 0, sentences: 0 }, 0.05)).toBe(0);
  expectNear(pOf(0, { seeds: 1, freedom: 4, luck: 0, sentences: 1 }), 1);
});

it('stays a number for a difference beyond all doubt', () => {
  const p = pOf(1000, { seeds: 1, freedom: 30, luck: 0, sentences: 1 });
  expect(p).toBeLessThan(1e-30);
  expect(p).toBeGreaterThanOrEqual(0);
});

it('takes the seeds to vary no less than luck on single sentences makes them, and that part as known', () => {
  const close = { seeds: 1e-6, freedom: 4, luck: 4, sentences: 5 };
  expectNear(standardErrorOf(close), 3);
  expectNear(criticalValue(close, 0.05), 1.959963984540054, 1e-3);
  // Where seeds spread more than that, luck changes nothing.
  const wide = { seeds: 4, freedom: 4, luck: 1, sentences: 5 };
  expect(pOf(7, wide)).toBe(pOf(7, { ...wide, luck: 0 }));
});

it.each([1, 2.5, 4, 7, 19])('asks for more the smaller the level, with %d degrees of freedom', (freedom) => {
  for (const sentences of [0.05, 0.3, 1, 10]) {
    const criticals = [0.3, 0.1, 0.05, 0.01, 0.001, 1e-5, 1e-8].map((level) =>
      criticalValue({ seeds: 1, freedom, luck: 0, sentences }, level),
    );
    expect(criticals).toEqual([...criticals].sort((a, b) => a - b));
  }
});
