/** @file Power of the t test: how many seeds it takes to see a difference. */
import { RULES } from '../../experiment/address/rules';
import { between, type SquaredError } from './twoSources';
import { quantileChiSquared } from '../distributions/incompleteGamma';
import { logGamma } from '../distributions/logGamma';
import { criticalZ, normalCdf } from '../distributions/normal';
import { quantileT } from '../distributions/studentT';

/** Seeds are enough if they find an existing difference with this probability. */
const POWER = 0.8;
/** The most trials that an experiment may have per scenario. */
export const MOST_SEEDS = RULES.trials.max;

/**
 * The most intervals of the integral: only two seeds with a tiny alpha would need more, and they have hardly any power.
 */
const MOST_INTERVALS = 12_000;

/** Power of the two-sided paired t test; `effect` is the mean difference over its sd, n the number of pairs. */
export function pairedPower(effect: number, n: number, alpha: number): number {
  return powerOf(effect, { seeds: 1 / n, freedom: n - 1, sentences: 0 }, alpha);
}

/** Power of the two-sided t test of two groups of n values each; `effect` is Cohen's d. */
export function groupsPower(effect: number, n: number, alpha: number): number {
  return powerOf(effect, { seeds: 2 / n, freedom: 2 * n - 2, sentences: 0 }, alpha);
}

/** What planning goes by: the spread seen, and the part of the error that no seed removes. */
export interface Spread {
  /** Standard deviation over seeds, and the degrees of freedom of that estimate: of the differences if paired. */
  readonly sd: number;
  readonly freedom: number;
  /** 1 for differences by seed, 2 for two groups of seeds of their own. */
  readonly groups: 1 | 2;
  /** Variance of the difference from the choice of sentences; 0 if only these sentences matter. */
  readonly sentences: number;
}

/** A few seeds may by chance have shown too small a spread; planning takes one that is large enough in 80 % of cases. */
const ASSURANCE = 0.8;

/**
 * Seeds that each scenario needs in all, so that a difference as large as matters is found with a probability of 80 %. It
 * does not go by the difference seen, which is exaggerated exactly where it was promising. The spread is the upper 80 %
 * confidence bound of the one seen (R. Browne 1995).
 * @param delta the difference that matters, in the units of the spread, above 0
 * @param alpha probability of a false finding, such as 0.05
 * @returns Infinity for more than {@link MOST_SEEDS}, also where no number of seeds is enough for so few sentences
 */
export function seedsNeeded(
  { sd, freedom, groups, sentences }: Spread,
  delta: number,
  alpha: number,
): number {
  const most = sd * Math.sqrt(freedom / quantileChiSquared(1 - ASSURANCE, freedom));
  const isEnough = (n: number): boolean => {
    const degrees = groups * (n - 1);
    return powerOf(delta, { seeds: (groups * most ** 2) / n, freedom: degrees, sentences }, alpha) >= POWER;
  };
  if (!isEnough(MOST_SEEDS)) return Infinity;
  let [low, high] = [1, MOST_SEEDS];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * Probability that a true difference is found by the test of {@link criticalValue}. Averaged over the distribution of the
 * estimated spread over the true one (chi over the root of its freedom) is the normal probability given that ratio; with
 * `sentences` 0 that is the noncentral t distribution.
 */
function powerOf(
  delta: number,
  { seeds, freedom, sentences }: Omit<SquaredError, 'luck'>,
  alpha: number,
): number {
  const scale = Math.sqrt(seeds + sentences);
  if (scale === 0) return 1;
  const shift = delta / scale;
  const t = quantileT(1 - alpha / 2, freedom);
  const z = criticalZ(alpha);
  const critical = (ratio: number): number => {
    const estimated = seeds * ratio * ratio;
    const error = estimated + sentences;
    return error === 0 ? 0 : (between(z, t, estimated / error, freedom) * Math.sqrt(error)) / scale;
  };
  const width = 1 / Math.sqrt(2 * freedom);
  const from = Math.max(0, 1 - 9 * width);
  const to = 1 + 9 * width;
  const front = Math.log(2) + (freedom / 2) * Math.log(freedom / 2) - logGamma(freedom / 2);
  const at = (ratio: number): number => {
    const power = ratio === 0 ? (freedom === 1 ? 0 : -Infinity) : (freedom - 1) * Math.log(ratio);
    const density = Math.exp(front + power - (freedom * ratio * ratio) / 2);
    const limit = critical(ratio);
    return density * (normalCdf(shift - limit) + normalCdf(-shift - limit));
  };
  // The steps are fine enough for the narrower of the two curves that are multiplied.
  const wanted = Math.ceil((to - from) * Math.max(25 / width, 12 * t));
  const intervals = 2 * Math.min(wanted, MOST_INTERVALS);
  const step = (to - from) / intervals;
  let sum = at(from) + at(to);
  for (let i = 1; i < intervals; i++) sum += at(from + i * step) * (i % 2 === 1 ? 4 : 2);
  return Math.min(1, (sum * step) / 3);
}
