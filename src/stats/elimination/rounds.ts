/** @file When a race of scenarios looks at its results, and how sure each look has to be. */

/**
 * Seeds that each scenario still in the race has at the end of each round. The first round has three: with two, the spread
 * over seeds is a guess. Steps grow, because what is left after a round differs by less.
 */
export const ROUNDS = [3, 5, 8, 12, 20] as const;

/** Probability that a race drops even one scenario that it should keep, over all its rounds and comparisons. */
export const WRONGLY_DROPPED = 0.05;
/** Probability that a race calls a scenario good enough that is not, likewise. */
export const WRONGLY_CLAIMED = 0.05;

/**
 * The one-sided level of one comparison in one round. Each scenario in the race is compared with every other that began:
 * Bonferroni's correction over rounds and rivals, and Holm's over the scenarios that may be dropped. Until a scenario is
 * dropped wrongly all that should be kept are still in, so that their number is at most `left`, and the sum of the levels
 * of all comparisons that could go wrong is at most {@link WRONGLY_DROPPED}, however they depend on each other.
 * @param began how many scenarios began, at least 2
 * @param left how many are in the race before this round
 */
export function dropLevel(began: number, left: number): number {
  return WRONGLY_DROPPED / (ROUNDS.length * (began - 1) * left);
}

/**
 * The one-sided level of one comparison for the claim that a scenario is surely within some difference of all others. The
 * claim goes wrong only if the comparison with the truly best one does, so rivals need no correction: each of them must
 * agree (an intersection-union test, R. Berger 1982).
 */
export function claimLevel(began: number): number {
  return WRONGLY_CLAIMED / (ROUNDS.length * began);
}
