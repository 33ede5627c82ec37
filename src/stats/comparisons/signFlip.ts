/** @file The exact sign-flip permutation test of paired differences, which assumes no distribution. */

/**
 * The most differences that are tested exactly: each half of them has 2^10 sign patterns, which costs hardly any time.
 */
export const MOST_FLIPPED = 20;

/**
 * If two scenarios are alike, the difference of each seed could as well have had the other sign. The p value is the share
 * of all 2^n sign patterns whose sum is at least as far from 0 as the one seen; it cannot be below 2 / 2^n.
 * @returns null for no differences and for more than {@link MOST_FLIPPED}
 */
export function signFlipP(differences: readonly number[]): number | null {
  const n = differences.length;
  if (n === 0 || n > MOST_FLIPPED) return null;
  const seen = Math.abs(differences.reduce((sum, difference) => sum + difference, 0));
  // Accuracies are fractions of whole numbers, so equal sums differ in the last bits only.
  const slack = 1e-9 * differences.reduce((sum, difference) => sum + Math.abs(difference), 0);
  const half = Math.floor(n / 2);
  const left = signedSums(differences.slice(0, half)).sort();
  const right = signedSums(differences.slice(half)).sort();
  // Each pattern combines one of the left half with one of the right; patterns come in pairs of opposite sums.
  let far = 0;
  let first = right.length;
  for (const sum of left) {
    // No sum is lower than the lowest, so none reaches as far.
    while ((right[first - 1] ?? -Infinity) + sum >= seen - slack) first--;
    far += right.length - first;
  }
  return Math.min(1, (2 * far) / 2 ** n);
}

/** The sums of all sign patterns. */
function signedSums(values: readonly number[]): Float64Array {
  let sums = [0];
  for (const value of values) sums = sums.flatMap((sum) => [sum + value, sum - value]);
  return Float64Array.from(sums);
}
