import { expect, it } from 'vitest';
import { expectNear, fixtures } from '../fixtures.testing';
import { chanceToBeat } from './superiority';

it.each(fixtures.superiority)(
  '$name: the share of won pairs is SciPy’s U over their number',
  ({ a, b, share }) => {
    expectNear(chanceToBeat(a, b), share);
    expectNear(chanceToBeat(b, a), 1 - share, 1e-12);
  },
);

it('counts values that are equal but for rounding as ties', () => {
  expect(chanceToBeat([0.1 + 0.2], [0.3])).toBe(0.5);
});
