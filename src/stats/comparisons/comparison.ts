/** @file Compares the accuracies of two scenarios: by seed if they share seeds, or else as two groups. */
import { effectSize } from './effectSize';
import { tInterval, type Interval } from '../interval';
import { pairBySeed, type Pairing, type SeededValue } from './pairing';
import { twoSidedP } from '../distributions/studentT';
import { meanOf, squaredDeviations, standardDeviation } from '../summary';

export interface Comparison {
  /** `paired`: paired t test of the differences by seed; `welch`: Welch's t test of two groups with unequal spread. */
  readonly test: 'paired' | 'welch';
  /** The number of values on each side that the test uses; for the paired test both are the number of pairs. */
  readonly n: readonly [number, number];
  /** The number of values left out because the other side lacks their seed; 0 for Welch's test. */
  readonly leftOut: number;
  /** Means of the values that the test uses. */
  readonly means: readonly [number, number];
  /** The mean of the first minus the mean of the second, in the values' units, like everything below that has units. */
  readonly difference: number;
  /** 95 % t interval of the difference, not corrected for many comparisons. Null for too few values. */
  readonly interval: Interval | null;
  /** Two-sided p value. Null for too few values, and without any spread, when the t test says nothing. */
  readonly p: number | null;
  /** Differences by seed, for the sign-flip test; null if not paired. */
  readonly differences: readonly number[] | null;
  /**
   * The standard deviation: of the differences if paired, otherwise pooled over both groups. Null for too few values.
   */
  readonly sd: number | null;
  /** Cohen's d (paired: d_z) with Hedges' correction. */
  readonly effect: number | null;
}

/** Equal fractions of whole numbers differ by less than this after a subtraction. */
const ROUNDING = 1e-12;

/** Compares two scenarios; null if either has no value. */
export function compare(a: readonly SeededValue[], b: readonly SeededValue[]): Comparison | null {
  if (a.length === 0 || b.length === 0) return null;
  const pairing = pairBySeed(a, b);
  return usePairs(pairing)
    ? comparePairs(pairing)
    : compareGroups(
        a.map(({ value }) => value),
        b.map(({ value }) => value),
      );
}

/** Prefers the paired test unless most values have no partner. */
function usePairs({ pairs, alone }: Pairing): boolean {
  return pairs.length > 0 && 2 * pairs.length >= alone;
}

/** The paired t test, for at least one pair. */
export function comparePairs({ pairs, alone }: Pairing): Comparison {
  const differences = pairs.map(({ a, b }) => a - b);
  const n = differences.length;
  const means = [meanOf(pairs.map(({ a }) => a)), meanOf(pairs.map(({ b }) => b))] as const;
  const difference = meanOf(differences);
  const sd = n < 2 ? null : spread(standardDeviation(differences));
  const error = (sd ?? 0) / Math.sqrt(n);
  return {
    test: 'paired',
    n: [n, n],
    leftOut: alone,
    means,
    difference,
    interval: sd === null ? null : tInterval(difference, error, n - 1),
    p: sd === null || sd === 0 ? null : twoSidedP(difference / error, n - 1),
    differences,
    sd,
    effect: sd === null ? null : effectSize(difference, sd, n - 1),
  };
}

/** Welch's t test, for at least one value on each side. */
export function compareGroups(a: readonly number[], b: readonly number[]): Comparison {
  const means = [meanOf(a), meanOf(b)] as const;
  const difference = means[0] - means[1];
  const common = {
    test: 'welch' as const,
    n: [a.length, b.length] as const,
    leftOut: 0,
    means,
    difference,
    differences: null,
  };
  if (a.length < 2 || b.length < 2) return { ...common, interval: null, p: null, sd: null, effect: null };
  const [errorA, errorB] = [squaredError(a), squaredError(b)];
  const error = Math.sqrt(errorA + errorB);
  const all = a.length + b.length - 2;
  const sd = spread(Math.sqrt((squaredDeviations(a) + squaredDeviations(b)) / all));
  if (error === 0)
    return { ...common, interval: { from: difference, to: difference }, p: null, sd, effect: null };
  // The degrees of freedom by Welch and Satterthwaite.
  const freedom = (errorA + errorB) ** 2 / (errorA ** 2 / (a.length - 1) + errorB ** 2 / (b.length - 1));
  return {
    ...common,
    interval: tInterval(difference, error, freedom),
    p: twoSidedP(difference / error, freedom),
    sd,
    effect: effectSize(difference, sd, all),
  };
}

/** Squared standard error of the mean. */
function squaredError(side: readonly number[]): number {
  return spread(standardDeviation(side)) ** 2 / side.length;
}

function spread(sd: number): number {
  return sd < ROUNDING ? 0 : sd;
}
