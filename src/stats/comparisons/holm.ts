/** @file Holm's correction for many comparisons, some of which would otherwise look real by chance. */

/**
 * Corrected p values (S. Holm 1979), in the order given. Comparing each with 0.05 keeps the probability of even one false
 * finding among all comparisons at 0.05 or less, however the comparisons depend on each other.
 */
export function holm(ps: readonly number[]): number[] {
  const ascending = [...ps.entries()].sort(([, p], [, q]) => p - q);
  const corrected = new Array<number>(ps.length);
  let least = 0;
  ascending.forEach(([index, p], rank) => {
    least = Math.min(1, Math.max(least, p * (ps.length - rank)));
    corrected[index] = least;
  });
  return corrected;
}
