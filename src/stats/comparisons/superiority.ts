/** @file How often a new run of one scenario would beat a new run of another. */
import { ROUNDING } from '../summary';

/**
 * The share of all pairs of a trial of either side in which the first side's value is higher; ties count half. This is
 * U / (n m) of Mann and Whitney (1947, "On a test of whether one of two random variables is stochastically larger than
 * the other"), which estimates P(A > B) + P(A = B) / 2 without assuming a distribution.
 * @param a at least one value, as in b
 */
export function chanceToBeat(a: readonly number[], b: readonly number[]): number {
  let wins = 0;
  for (const one of a)
    for (const other of b) wins += Math.abs(one - other) < ROUNDING ? 0.5 : one > other ? 1 : 0;
  return wins / (a.length * b.length);
}
