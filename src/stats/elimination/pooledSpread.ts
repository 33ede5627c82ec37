/**
 * @file How much trials vary from seed to seed, learned from all scenarios of a race together: three seeds of one of them
 * say little, three of each of twenty a lot.
 *
 * A trial's accuracy varies by luck on single sentences, which hits tell almost exactly, and by the luck of the trial as a
 * whole. The ratio of the whole variance to luck alone is much alike in all scenarios, while luck is larger at 60 % than at
 * 95 %. So the ratio is what is pooled.
 */
import { pairBySeed, type SeededValue } from '../comparisons/pairing';
import { sentenceErrors } from '../comparisons/sentences';
import type { SquaredError } from '../comparisons/twoSources';
import { meanOf, median, standardDeviation } from '../summary';

export interface PooledSpread {
  /** Variance over seeds, as a multiple of luck on sentences if `isRatio`, else in squared units of the values. */
  readonly variance: number;
  readonly isRatio: boolean;
  /** How many degrees of freedom the pooled variance counts for beside a pair's own. */
  readonly weight: number;
}

/**
 * The most degrees of freedom that the pooled variance counts for, since scenarios do differ. If the logarithms of their
 * variances deviate by 0.6, as over twenty seeds each of the lesson "layers", those of a pair, which has the mean of two,
 * deviate by 0.43: a scaled inverse chi-squared distribution of twelve degrees (G. Smyth 2004, "Linear models and
 * empirical Bayes methods for assessing differential expression").
 */
const MOST_WEIGHT = 12;

/** A scenario whose trials collapse now and then would make all others look erratic; it counts so many medians at most. */
const MOST_MEDIANS = 10;

/** @param scenarios values of the same seeds in each, two seeds or more. @returns null for fewer than two scenarios */
export function poolSpread(scenarios: readonly (readonly SeededValue[])[]): PooledSpread | null {
  const seeds = scenarios[0]?.length ?? 0;
  if (scenarios.length < 2 || seeds < 2) return null;
  const lucks = scenarios.map(luckOf);
  const isRatio = lucks.every((luck) => luck !== null && luck > 0);
  const variances = scenarios.map((values, i) => {
    const variance = standardDeviation(values.map(({ value }) => value)) ** 2;
    return isRatio ? variance / (lucks[i] ?? 1) : variance;
  });
  const most = MOST_MEDIANS * (median(variances) ?? 0);
  const pooled = variances.reduce((sum, variance) => sum + Math.min(variance, most), 0) / variances.length;
  return {
    variance: isRatio ? Math.max(1, pooled) : pooled,
    isRatio,
    weight: Math.min(MOST_WEIGHT, (scenarios.length - 1) * (seeds - 1)),
  };
}

/** The variance of one trial's accuracy by luck on single sentences; null where hits are not known. */
function luckOf(values: readonly SeededValue[]): number | null {
  const rows = values.flatMap(({ sentences }) => (sentences ? [sentences.hits] : []));
  const count = rows[0]?.length ?? 0;
  if (rows.length < values.length || count === 0 || rows.some(({ length }) => length !== count)) return null;
  let sum = 0;
  for (let v = 0; v < count; v++) {
    let right = 0;
    for (const row of rows) right += row[v]!; // v < the length that all rows have
    const share = right / rows.length;
    sum += share * (1 - share);
  }
  return (sum * rows.length) / (rows.length - 1) / count ** 2;
}

export interface PooledDifference {
  /** The mean of the first's values minus the mean of the second's. */
  readonly difference: number;
  readonly error: SquaredError;
}

/**
 * The difference of two scenarios on seeds that both have, two or more. The seeds' part of its error is moderated: the mean
 * of the pair's own variance and the pooled one, weighted by their degrees of freedom, which add up.
 */
export function differencePooled(
  first: readonly SeededValue[],
  second: readonly SeededValue[],
  pooled: PooledSpread | null,
): PooledDifference {
  const pairing = pairBySeed(first, second);
  const differences = pairing.pairs.map(({ a, b }) => a.value - b.value);
  const seeds = differences.length;
  const own = {
    ...{ seeds: standardDeviation(differences) ** 2 / seeds, freedom: seeds - 1 },
    ...(sentenceErrors(pairing) ?? { sentences: 0, luck: 0 }),
  };
  return { difference: meanOf(differences), error: pooled ? moderate(own, seeds, pooled) : own };
}

function moderate(error: SquaredError, seeds: number, pooled: PooledSpread): SquaredError {
  const expected = pooled.variance * (pooled.isRatio ? error.luck : 2 / seeds);
  const freedom = error.freedom + pooled.weight;
  return {
    ...error,
    seeds: (error.seeds * error.freedom + expected * pooled.weight) / freedom,
    freedom,
  };
}
