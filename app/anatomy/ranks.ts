/** @file The ranks that the handle offers: dense where ranks are small, ever sparser above; by arrow keys every one. */
import { fits, RULES } from '../../src/experiment/address/rules';

/** @param most the largest rank worth offering @param now the present rank, which is among them in any case */
export function offeredRanks(most: number, now: number): number[] {
  const ranks = new Set([now]);
  for (let power = 1; power <= most; power *= 2) {
    ranks.add(power);
    if (power > 1 && 1.5 * power <= most) ranks.add(1.5 * power);
  }
  return [...ranks].sort((a, b) => a - b);
}

const STEPS: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 };

/**
 * The rank that an arrow key leads to. The handle's own places are too far apart for one who looks for a rank.
 * @returns null for any other key; the present rank at the ends of what is allowed
 */
export function rankByKey(key: string, now: number): number | null {
  const step = STEPS[key];
  if (step === undefined) return null;
  return fits(RULES.rank, now + step) ? now + step : now;
}
