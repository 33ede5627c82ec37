import { expect, test } from 'vitest';
import type { Duration } from './experiment';
import { isMeasured, measurements, totalSteps } from './steps';

const ROWS = 10; // three steps of 4 a pass

/** The steps after which a trial is measured. */
function measuredSteps(duration: Duration, evaluateEvery: number | null): number[] {
  const training = { duration, batchSize: 4, evaluateEvery };
  const steps = Array.from({ length: totalSteps(training, ROWS) + 1 }, (_, step) => step);
  const measured = steps.filter((step) => isMeasured(step, training, ROWS));
  expect(measurements(training, ROWS)).toBe(measured.length);
  return measured;
}

test('a trial is measured after each pass and at its end, once', () => {
  expect(measuredSteps({ unit: 'epochs', count: 2 }, null)).toEqual([3, 6]);
  expect(measuredSteps({ unit: 'steps', count: 7 }, null)).toEqual([3, 6, 7]);
  expect(measuredSteps({ unit: 'steps', count: 2 }, null)).toEqual([2]);
});

test('or after so many steps and at its end, once', () => {
  expect(measuredSteps({ unit: 'epochs', count: 2 }, 2)).toEqual([2, 4, 6]);
  expect(measuredSteps({ unit: 'steps', count: 7 }, 2)).toEqual([2, 4, 6, 7]);
  expect(measuredSteps({ unit: 'steps', count: 3 }, 1)).toEqual([1, 2, 3]);
  expect(measuredSteps({ unit: 'steps', count: 3 }, 1000)).toEqual([3]);
});

test('a trial that only evaluates is measured once', () => {
  expect(measuredSteps({ unit: 'steps', count: 0 }, null)).toEqual([0]);
  expect(measuredSteps({ unit: 'steps', count: 0 }, 5)).toEqual([0]);
});
