import { expect, it } from 'vitest';
import { learningRateFactor } from './schedule';

const factors = (schedule: 'linear' | 'cosine' | 'constant'): number[] =>
  Array.from({ length: 10 }, (_, step) =>
    learningRateFactor(step, { schedule, warmupSteps: 2, totalSteps: 10 }),
  );

it('rises linearly to 1 over the warmup', () => {
  for (const schedule of ['linear', 'cosine', 'constant'] as const)
    expect(factors(schedule).slice(0, 3)).toEqual([0.5, 1, 1]);
});

it('falls along the schedule to almost 0 at the last step', () => {
  expect(factors('linear')[6]).toBeCloseTo(0.5, 12);
  expect(factors('linear')[9]).toBeCloseTo(0.125, 12);
  expect(factors('cosine')[6]).toBeCloseTo(0.5, 12);
  expect(factors('cosine')[9]).toBeCloseTo(0.5 * (1 + Math.cos((7 * Math.PI) / 8)), 12);
  expect(factors('constant')[9]).toBe(1);
});

it('works without warmup and with a single step', () => {
  expect(learningRateFactor(0, { schedule: 'linear', warmupSteps: 0, totalSteps: 1 })).toBe(1);
});
