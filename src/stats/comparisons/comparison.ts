/**
 * @file Compares the values of two scenarios: seed by seed as far as they share seeds, and sentence by sentence where
 * it is known which ones each trial classified rightly.
 */
import { effectSize } from './effectSize';
import { pairBySeed, type Pairing, type SeededValue } from './pairing';
import { sentenceErrors } from './sentences';
import { signFlipP } from './signFlip';
import { chanceToBeat } from './superiority';
import { criticalValue, errorAt, pOf, standardErrorOf, turnError, type SquaredError } from './twoSources';
import type { Interval } from '../interval';
import { meanOf, ROUNDING, squaredDeviations, standardDeviation } from '../summary';

export interface Comparison {
  /**
   * How seeds are used. `paired`: both have the same seeds; paired t test. `overlapping`: some seeds are shared; the
   * partially overlapping t test. `welch`: fewer than three are; Welch's t test.
   */
  readonly test: 'paired' | 'overlapping' | 'welch';
  /** The number of seeds on each side. */
  readonly n: readonly [number, number];
  /** The number of seeds that both sides have. */
  readonly shared: number;
  readonly means: readonly [number, number];
  /** The mean of the first minus the mean of the second, in the values' units, like everything below that has units. */
  readonly difference: number;
  /** The squared standard error of the difference; null for too few values. */
  readonly error: SquaredError | null;
  /** Whether the error says how other sentences of the same kind would do, which takes each trial's hits. */
  readonly coversSentences: boolean;
  /**
   * Two-sided p value, not corrected for other comparisons. It is null for too few values. Without spread over seeds the
   * sign-flip test decides, and null means that there is nothing to flip either.
   */
  readonly p: number | null;
  /** Differences by seed, for the sign-flip test; null if not paired. */
  readonly differences: readonly number[] | null;
  /** Standard deviation over seeds: of the differences if paired, otherwise pooled. Null for too few values. */
  readonly sd: number | null;
  /** Cohen's d (paired: d_z) with Hedges' correction. */
  readonly effect: number | null;
  /** How often a new run of the first would beat one of the second, ties counted half: see {@link chanceToBeat}. */
  readonly chance: number;
}

/** Fewest shared seeds whose correlation means anything: two points always lie on a line. */
const FEWEST_SHARED = 3;

/** Compares two scenarios; null if either has no value. */
export function compare(a: readonly SeededValue[], b: readonly SeededValue[]): Comparison | null {
  if (a.length === 0 || b.length === 0) return null;
  const pairing = pairBySeed(a, b);
  const isWhole = pairing.alone.every((side) => side.length === 0);
  const comparison = isWhole ? comparePairs(pairing) : compareOverlapping(pairing);
  return { ...comparison, chance: chanceToBeat(valuesOf(a), valuesOf(b)) };
}

const valuesOf = (side: readonly SeededValue[]): number[] => side.map(({ value }) => value);

/** A comparison but for what single trials say. */
type BySeed = Omit<Comparison, 'chance'>;

/** The paired t test, for at least one pair. */
function comparePairs(pairing: Pairing): BySeed {
  const differences = pairing.pairs.map(({ a, b }) => a.value - b.value);
  const n = differences.length;
  const sd = n < 2 ? null : spread(standardDeviation(differences));
  const difference = meanOf(differences);
  return withError(
    {
      test: 'paired',
      n: [n, n],
      shared: n,
      means: [meanOf(pairing.pairs.map(({ a }) => a.value)), meanOf(pairing.pairs.map(({ b }) => b.value))],
      difference,
      differences,
      sd,
      effect: sd === null ? null : effectSize(difference, sd, n - 1),
    },
    sd === null ? null : { seeds: sd ** 2 / n, freedom: n - 1 },
    pairing,
  );
}

/**
 * The partially overlapping t test for unequal variances (B. Derrick, B. Russ, D. Toher, P. White 2017, T_new2), which is
 * Welch's where no seed is shared; for at least one value on each side.
 */
function compareOverlapping(pairing: Pairing): BySeed {
  const { pairs, alone } = pairing;
  const a = [...pairs.map((pair) => pair.a.value), ...alone[0].map(({ value }) => value)];
  const b = [...pairs.map((pair) => pair.b.value), ...alone[1].map(({ value }) => value)];
  const shared = pairs.length;
  const means = [meanOf(a), meanOf(b)] as const;
  const difference = means[0] - means[1];
  const common = {
    test: shared < FEWEST_SHARED ? ('welch' as const) : ('overlapping' as const),
    ...{ n: [a.length, b.length] as const, shared, means, difference, differences: null },
  };
  if (a.length < 2 || b.length < 2) return withError({ ...common, sd: null, effect: null }, null, pairing);
  const all = a.length + b.length - 2;
  const sd = spread(Math.sqrt((squaredDeviations(a) + squaredDeviations(b)) / all));
  return withError(
    { ...common, sd, effect: effectSize(difference, sd, all) },
    overlappingError(a, b, shared),
    pairing,
  );
}

/** @param shared the first so many values of both sides are pairs */
function overlappingError(a: readonly number[], b: readonly number[], shared: number): SeedError {
  const [sdA, sdB] = [spread(standardDeviation(a)), spread(standardDeviation(b))];
  const [errorA, errorB] = [sdA ** 2 / a.length, sdB ** 2 / b.length];
  const independent = errorA + errorB;
  if (independent === 0) return { seeds: 0, freedom: Math.min(a.length, b.length) - 1 };
  const welch = welchFreedom([errorA, a.length], [errorB, b.length]);
  if (shared < FEWEST_SHARED) return { seeds: independent, freedom: welch };
  const r = correlation(a.slice(0, shared), b.slice(0, shared));
  const only = a.length + b.length - 2 * shared;
  return {
    // Rounding can leave less than nothing where the correlation is 1.
    seeds: Math.max(0, independent - (2 * r * sdA * sdB * shared) / (a.length * b.length)),
    freedom: shared - 1 + ((welch - shared + 1) / (a.length + b.length)) * only,
  };
}

type MeanError = readonly [squaredError: number, n: number];

/** Degrees of freedom by Welch and Satterthwaite, for two means with squared standard errors that are not both 0. */
export function welchFreedom([errorA, a]: MeanError, [errorB, b]: MeanError): number {
  return (errorA + errorB) ** 2 / (errorA ** 2 / (a - 1) + errorB ** 2 / (b - 1));
}

/** Pearson's correlation; 0 where a side has no spread. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const spreads = Math.sqrt(squaredDeviations(a) * squaredDeviations(b));
  if (spreads === 0) return 0;
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  return a.reduce((sum, value, i) => sum + (value - meanA) * ((b[i] ?? 0) - meanB), 0) / spreads;
}

type SeedError = Pick<SquaredError, 'seeds' | 'freedom'>;

function withError(
  comparison: Omit<BySeed, 'error' | 'coversSentences' | 'p'>,
  seedError: SeedError | null,
  pairing: Pairing,
): BySeed {
  if (seedError === null) return { ...comparison, error: null, coversSentences: false, p: null };
  const known = sentenceErrors(pairing);
  const error = { ...seedError, ...(known ?? { sentences: 0, luck: 0 }) };
  const p = decide(comparison, error);
  return { ...comparison, error, coversSentences: known !== null, p };
}

/** Seeds that all differ alike leave no spread to test against, so how many of them do decides as well. */
function decide(
  { difference, differences }: Pick<Comparison, 'difference' | 'differences'>,
  error: SquaredError,
): number | null {
  const p = pOf(difference, error);
  if (error.seeds > 0 || differences === null) return p;
  const flipped = signFlipP(differences);
  return flipped === null ? p : Math.max(p ?? 0, flipped);
}

/** The interval that holds the true difference with probability 1 - `level`; null for too few values. */
export function intervalOf({ difference, error }: Comparison, level: number): Interval | null {
  if (error === null) return null;
  const reach = reachOf(error, level);
  return { from: difference - reach, to: difference + reach };
}

const reachOf = (error: SquaredError, level: number): number =>
  criticalValue(error, level) * standardErrorOf(error);

/**
 * What the true difference is below, whichever side is ahead, with probability 1 - `level`: a larger one would have been
 * seen larger, given the error that it would have itself. So it is never below the ends of the interval at twice
 * the level, whose error is that of the difference seen.
 * @returns null for too few values
 */
export function boundOf({ difference, error }: Comparison, level: number): number | null {
  if (error === null) return null;
  return Math.max(intervalEnd(difference, error, level), intervalEnd(-difference, turnError(error), level));
}

/** Accuracies differ by no more. */
const LARGEST_DIFFERENCE = 1;

/**
 * What the true value of `difference` is below with probability 1 - `level`: the upper end of a score test's one-sided
 * interval, found by bisection.
 */
export function intervalEnd(difference: number, error: SquaredError, level: number): number {
  const endFor = (truth: number): number =>
    difference + reachOf(errorAt(error, truth - difference), 2 * level);
  let low = endFor(difference);
  if (!error.shift) return low;
  let high = LARGEST_DIFFERENCE;
  while (high - low > ROUNDING) {
    const middle = (low + high) / 2;
    if (endFor(middle) > middle) low = middle;
    else high = middle;
  }
  return high;
}

function spread(sd: number): number {
  return sd < ROUNDING ? 0 : sd;
}
