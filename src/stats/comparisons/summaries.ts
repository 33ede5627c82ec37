/** @file Comparisons of scenarios of which only means and standard deviations are known, as papers publish them. */
import { welchFreedom, type Comparison } from './comparison';
import { isEnough, judgeAll, type Differences } from './differences';
import { effectSize } from './effectSize';
import { normalCdf } from '../distributions/normal';
import { pOf } from './twoSources';

export interface PublishedMean {
  readonly mean: number;
  /** The sample standard deviation (n - 1) over the runs. */
  readonly sd: number;
  /** The number of runs. */
  readonly n: number;
}

/**
 * Welch's t test of two groups of runs (B. Welch 1947): which run of one goes with which of the other is not known, and
 * nothing is known of the sentences.
 * @returns null for fewer than two runs in a group
 */
export function compareSummaries(a: PublishedMean, b: PublishedMean): Comparison | null {
  if (a.n < 2 || b.n < 2) return null;
  const difference = a.mean - b.mean;
  const [errorA, errorB] = [a.sd ** 2 / a.n, b.sd ** 2 / b.n];
  const seeds = errorA + errorB;
  const all = a.n + b.n - 2;
  const sd = Math.sqrt(((a.n - 1) * a.sd ** 2 + (b.n - 1) * b.sd ** 2) / all);
  const freedom = seeds === 0 ? all : welchFreedom([errorA, a.n], [errorB, b.n]);
  const error = { seeds, freedom, luck: 0, sentences: 0 };
  return {
    ...{ test: 'welch', n: [a.n, b.n], shared: 0, means: [a.mean, b.mean], difference, differences: null },
    ...{ sd, effect: effectSize(difference, sd, all), error, coversSentences: false },
    p: pOf(difference, error),
    chance: chanceOf(difference, Math.hypot(a.sd, b.sd)),
  };
}

/** How often a run of the first beats one of the second, if both are normal. */
function chanceOf(difference: number, spread: number): number {
  return spread === 0 ? (Math.sign(difference) + 1) / 2 : normalCdf(difference / spread);
}

/**
 * The verdicts on all pairs, at one look and corrected for all of them.
 * @param summaries null for a scenario of which no accuracy was published
 * @param delta the smallest difference that matters, in the means' units
 */
export function differencesOfSummaries(
  summaries: readonly (PublishedMean | null)[],
  delta: number,
): Differences {
  const compared = summaries.map((a, i) =>
    summaries.slice(i + 1).map((b) => {
      const comparison = a && b && compareSummaries(a, b);
      const isLook = comparison !== null && isEnough(comparison);
      return comparison && { comparison, look: null, isLook, pAt: () => (isLook ? comparison.p : null) };
    }),
  );
  return judgeAll(compared, { plan: null, firstSeed: 0, rows: null, delta });
}
