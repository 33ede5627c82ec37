/** @file Computes mean, spread and confidence interval of a few finite numbers, in the caller's units. */
import { tInterval, type Interval } from './interval';

/**
 * The fewest values that get an interval and a curve. With two, the t interval reaches 6.4 times their distance to either
 * side of the mean, and a curve shows its kernels alone.
 */
export const FEWEST_WITH_SPREAD = 3;

/** Equal fractions of whole numbers, and equal means of them, differ by less than this. */
export const ROUNDING = 1e-12;

export interface Summary {
  readonly n: number;
  /** The mean; null for no values. */
  readonly mean: number | null;
  /** Sample standard deviation (n - 1); null for fewer than two values. */
  readonly sd: number | null;
  /** 95 % t interval of the mean; null for fewer than three values. It ignores bounds that the values may have. */
  readonly interval: Interval | null;
  readonly min: number | null;
  readonly max: number | null;
}

export function summarize(values: readonly number[]): Summary {
  const n = values.length;
  if (n === 0) return { n, mean: null, sd: null, interval: null, min: null, max: null };
  const mean = meanOf(values);
  const sd = n < 2 ? null : standardDeviation(values);
  return {
    n,
    mean,
    sd,
    interval: sd === null || n < FEWEST_WITH_SPREAD ? null : tInterval(mean, sd / Math.sqrt(n), n - 1),
    min: values.reduce((a, b) => Math.min(a, b)),
    max: values.reduce((a, b) => Math.max(a, b)),
  };
}

/** The middle value, or the mean of the two in the middle; null for no values. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return meanOf(sorted.slice(Math.ceil(half) - 1, Math.floor(half) + 1));
}

/** Sample standard deviation (n - 1) of at least two values. */
export function standardDeviation(values: readonly number[]): number {
  return Math.sqrt(squaredDeviations(values) / (values.length - 1));
}

/** Sum of the squared distances from the mean. */
export function squaredDeviations(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

/** Mean of at least one value. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
