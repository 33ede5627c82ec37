/** @file The ranks that the handle offers: dense where ranks are small, ever sparser above. */

/** @param most the largest rank worth offering @param now the present rank, which is among them in any case */
export function offeredRanks(most: number, now: number): number[] {
  const ranks = new Set([now]);
  for (let power = 1; power <= most; power *= 2) {
    ranks.add(power);
    if (power > 1 && 1.5 * power <= most) ranks.add(1.5 * power);
  }
  return [...ranks].sort((a, b) => a - b);
}
