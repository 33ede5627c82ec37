/** @file Spearman's rank correlation. */

/**
 * The correlation of the ranks; equal values share the mean of their ranks, as in scipy.stats.spearmanr.
 * @param one as many finite numbers as `other`
 * @returns in [-1, 1]; null for fewer than two pairs, or if all values of a side are equal
 */
export function rankCorrelation(one: readonly number[], other: readonly number[]): number | null {
  if (one.length !== other.length) throw new Error(`${one.length} and ${other.length} values are no pairs.`);
  const middle = (one.length - 1) / 2;
  const [a, b] = [ranksOf(one), ranksOf(other)].map((ranks) => ranks.map((rank) => rank - middle));
  const product = (x: readonly number[] = [], y: readonly number[] = []): number =>
    x.reduce((sum, value, i) => sum + value * (y[i] ?? NaN), 0);
  const spread = Math.sqrt(product(a, a) * product(b, b));
  return spread > 0 ? Math.min(1, Math.max(-1, product(a, b) / spread)) : null;
}

/** 0-based ranks, the smallest first. */
function ranksOf(values: readonly number[]): number[] {
  return values.map((value) => {
    const smaller = values.filter((one) => one < value).length;
    const equal = values.filter((one) => one === value).length;
    return smaller + (equal - 1) / 2;
  });
}
