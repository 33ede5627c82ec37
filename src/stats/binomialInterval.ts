/** @file How far other sentences might put an accuracy than those that it was measured on. */
import { criticalZ } from './distributions/normal';
import type { Interval } from './interval';

/** Standard error of a single accuracy, in [0, 1], on so many sentences. */
export function binomialError(rows: number, accuracy: number): number {
  return Math.sqrt((accuracy * (1 - accuracy)) / rows);
}

/**
 * 95 % score interval of a share (E. Wilson 1927), which stays between 0 and 1 and holds near them too.
 * @param hits sentences classified rightly; a fraction where it is the mean over several models
 * @param rows sentences, 1 or more
 */
export function binomialInterval(hits: number, rows: number): Interval {
  const z = criticalZ(0.05);
  const share = hits / rows;
  const weight = 1 + z ** 2 / rows;
  const middle = (share + z ** 2 / (2 * rows)) / weight;
  const reach = (z / weight) * Math.sqrt((share * (1 - share)) / rows + z ** 2 / (4 * rows ** 2));
  return { from: Math.max(0, middle - reach), to: Math.min(1, middle + reach) };
}
