/** @file The schedule against Transformers' own schedulers (tools/parity/make_schedule_fixture.py). */
import { expect, it } from 'vitest';
import type { Schedule } from '../experiment/experiment';
import { learningRateFactor, warmupStepsOf } from './schedule';
import fixture from './fixtures/schedules.json';

it.each(fixture)('is Transformers’ over $steps steps with a warmup of $warmup', (wanted) => {
  const { steps: totalSteps, warmup, warmupSteps, factors } = wanted;
  expect(warmupStepsOf(warmup, totalSteps)).toBe(warmupSteps);
  expect(Object.keys(factors)).toEqual(['linear', 'cosine', 'constant']);
  for (const [schedule, expected] of Object.entries(factors)) {
    expect(expected).toHaveLength(totalSteps);
    for (const [step, factor] of expected.entries())
      expect(
        learningRateFactor(step, { schedule: schedule as Schedule, warmupSteps, totalSteps }),
        `${schedule}, step ${step}`,
      ).toBeCloseTo(factor, 12);
  }
});

it('warms up over every step, also where the warmup is all of them', () => {
  expect(warmupStepsOf(1, 4)).toBe(4);
  const rates = [0, 1, 2, 3].map((step) =>
    learningRateFactor(step, { schedule: 'linear', warmupSteps: 4, totalSteps: 4 }),
  );
  expect(rates).toEqual([0, 0.25, 0.5, 0.75]);
});
