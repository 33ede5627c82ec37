import { describe, expect, it } from 'vitest';
import { expectNear, fixtures } from '../fixtures.testing';
import { valueFromConfusion, valueOfMajority } from './fromConfusion';
import { MEASURES } from '../../experiment/address/rules';

describe.each(fixtures.measures)('$name', (fixture) => {
  it.each(MEASURES)('%s is scikit-learn’s', (measure) => {
    expectNear(valueFromConfusion(fixture.confusion, measure), fixture[measure], 1e-12);
  });
});

it('has no value without rows', () => {
  for (const measure of MEASURES)
    expect(
      valueFromConfusion(
        [
          [0, 0],
          [0, 0],
        ],
        measure,
      ),
    ).toBeNaN();
});

it('naming the most frequent class every time gives what scikit-learn says of such counts', () => {
  const majority = fixtures.measures.find(({ name }) => name === 'the largest class every time');
  for (const measure of MEASURES) expectNear(valueOfMajority([30, 70], measure), majority?.[measure] ?? NaN);
  expect(valueOfMajority([50, 50, 50], 'balancedAccuracy')).toBeCloseTo(1 / 3, 12);
});
