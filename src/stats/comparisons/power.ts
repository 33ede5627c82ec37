/** @file Power of the t test: how many seeds it takes to see a difference. */
import type { Comparison } from './comparison';
import { logGamma } from '../distributions/logGamma';
import { normalCdf } from '../distributions/normal';
import { quantileT } from '../distributions/studentT';

/** Seeds are enough if they find an existing difference with this probability. */
export const POWER = 0.8;
/** The most trials that an experiment may have per scenario. */
export const MOST_SEEDS = 1000;

/**
 * The most intervals of the integral: only two seeds with a tiny alpha would need more, and they have hardly any power.
 */
const MOST_INTERVALS = 12_000;

/** Power of the two-sided paired t test; `effect` is the mean difference over its sd, n the number of pairs. */
export function pairedPower(effect: number, n: number, alpha: number): number {
  return powerOfT(effect * Math.sqrt(n), n - 1, alpha);
}

/** Power of the two-sided t test of two groups of n values each; `effect` is Cohen's d. */
export function groupsPower(effect: number, n: number, alpha: number): number {
  return powerOfT(effect * Math.sqrt(n / 2), 2 * n - 2, alpha);
}

/**
 * Seeds that each scenario needs in all, so that a difference as large as the one seen, in units of the spread seen, is
 * found with a probability of 80 %. It takes the effect with Hedges' correction, since few seeds exaggerate.
 * @param alpha probability of a false finding, such as 0.05
 * @returns null if there is no effect size yet, Infinity for more than {@link MOST_SEEDS}
 */
export function seedsNeeded(
  { test, effect }: Pick<Comparison, 'test' | 'effect'>,
  alpha: number,
): number | null {
  if (effect === null) return null;
  const power = test === 'paired' ? pairedPower : groupsPower;
  const isEnough = (n: number): boolean => power(Math.abs(effect), n, alpha) >= POWER;
  // The search starts from the normal distribution's answer, which is few steps away.
  const shift = quantileT(1 - alpha / 2, MOST_SEEDS) + quantileT(POWER, MOST_SEEDS);
  const groups = test === 'paired' ? 1 : 2;
  let n = Math.min(MOST_SEEDS, Math.max(2, Math.round(groups * (shift / effect) ** 2) + 1));
  while (n > 2 && isEnough(n - 1)) n--;
  while (n <= MOST_SEEDS && !isEnough(n)) n++;
  return n > MOST_SEEDS ? Infinity : n;
}

/**
 * Probability that |T| passes its critical value, for T noncentral with shift `delta`: the normal probability given the
 * estimated sd over the true one, averaged over the distribution of that ratio (chi over the root of its freedom).
 */
function powerOfT(delta: number, freedom: number, alpha: number): number {
  const critical = quantileT(1 - alpha / 2, freedom);
  const width = 1 / Math.sqrt(2 * freedom);
  const from = Math.max(0, 1 - 9 * width);
  const to = 1 + 9 * width;
  const front = Math.log(2) + (freedom / 2) * Math.log(freedom / 2) - logGamma(freedom / 2);
  const at = (ratio: number): number => {
    const power = ratio === 0 ? (freedom === 1 ? 0 : -Infinity) : (freedom - 1) * Math.log(ratio);
    const density = Math.exp(front + power - (freedom * ratio * ratio) / 2);
    return density * (normalCdf(delta - critical * ratio) + normalCdf(-delta - critical * ratio));
  };
  // The steps are fine enough for the narrower of the two curves that are multiplied.
  const wanted = Math.ceil((to - from) * Math.max(25 / width, 12 * critical));
  const intervals = 2 * Math.min(wanted, MOST_INTERVALS);
  const step = (to - from) / intervals;
  let sum = at(from) + at(to);
  for (let i = 1; i < intervals; i++) sum += at(from + i * step) * (i % 2 === 1 ? 4 : 2);
  return Math.min(1, (sum * step) / 3);
}
