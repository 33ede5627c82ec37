import { expect, it } from 'vitest';
import { expectNear, fixtures } from '../fixtures.testing';
import { holm } from './holm';

it.each(fixtures.holm)('agrees with statsmodels: $name', ({ p, corrected }) => {
  const actual = holm(p);
  expect(actual).toHaveLength(p.length);
  corrected.forEach((value, i) => expectNear(actual[i], value, 1e-12));
});

it('has nothing to correct in nothing', () => expect(holm([])).toEqual([]));
