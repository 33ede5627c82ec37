import { expect, it } from 'vitest';
import selection from '../../tools/stats/fixtures/selection.json';
import { binomialError, binomialInterval } from './binomialInterval';

it('the standard error of a share is that of the binomial distribution', () => {
  expect(binomialError(1000, 0.9)).toBeCloseTo(Math.sqrt(0.00009), 12);
  expect(binomialError(50, 1)).toBe(0);
});

it('the interval of a share is statsmodels’ score interval', () => {
  for (const { hits, rows, low, high } of selection.shares) {
    const { from, to } = binomialInterval(hits, rows);
    expect(from).toBeCloseTo(low, 12);
    expect(to).toBeCloseTo(high, 12);
  }
});
