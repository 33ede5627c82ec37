import { describe, expect, it } from 'vitest';
import selection from '../../../tools/stats/fixtures/selection.json';
import { expectNear } from '../fixtures.testing';
import { expectedMaximum } from './normalMaximum';

describe('the expected largest of normal values', () => {
  it('is what SciPy integrates', () => {
    for (const { count, expected } of selection.maxima)
      if (count > 1) expectNear(expectedMaximum(count), expected);
  });

  it('is 0 for one, and has a closed form for two and three', () => {
    expect(expectedMaximum(1)).toBeCloseTo(0, 12);
    expect(expectedMaximum(2)).toBeCloseTo(1 / Math.sqrt(Math.PI), 9);
    expect(expectedMaximum(3)).toBeCloseTo(1.5 / Math.sqrt(Math.PI), 9);
  });
});
