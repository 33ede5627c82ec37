import { expect, it } from 'vitest';
import selection from '../../tools/stats/fixtures/selection.json';
import { binomialInterval } from './binomialInterval';

it('the interval of a share is statsmodels’ score interval', () => {
  for (const { hits, rows, low, high } of selection.shares) {
    const { from, to } = binomialInterval(hits, rows);
    expect(from).toBeCloseTo(low, 12);
    expect(to).toBeCloseTo(high, 12);
  }
});
