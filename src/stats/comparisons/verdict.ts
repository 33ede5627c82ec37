/**
 * @file The verdict on a comparison. These are all the rules; docs/method.md explains them.
 *
 * 1. Fewer than 3 seeds: too few to tell, whatever they show.
 * 2. Better: the p value that Holm has corrected for all comparisons is below 0.05.
 * 3. Probably better: only the p value of this comparison alone is, so that the 95 % interval leaves out 0.
 *    Both verdicts need a difference of at least one validation example.
 * 4. A wash: the whole 95 % interval lies within the resolution of the validation set, which is the binomial
 *    standard error of a single accuracy, or one example if that is more. Whatever the difference is, other
 *    validation examples could undo it.
 * 5. Anything else: too few seeds to tell. Not finding a difference does not mean that there is none.
 */
import type { Comparison } from './comparison';
import { resolutionOf } from '../resolution';
import { signFlipP } from './signFlip';

export const SIGNIFICANT = 0.05;
export const FEWEST_SEEDS = 3;
/** The resolution if the number of validation examples is not known: one percentage point. */
export const UNKNOWN_RESOLUTION = 0.01;

export type Verdict = 'better' | 'probably better' | 'a wash' | 'too few seeds to tell';

/**
 * The p value that decides: of the t test, or of the sign-flip test if pairs have no spread. It is null if there is
 * nothing to test.
 */
export function decisiveP({ n, p, differences, sd }: Comparison): number | null {
  if (Math.min(...n) < FEWEST_SEEDS) return null;
  return p ?? (sd === 0 && differences ? signFlipP(differences) : null);
}

/**
 * Applies the rules above. "Better" refers to the side with the higher mean.
 * @param corrected {@link decisiveP} after Holm's correction over all comparisons; null if that is null
 * @param rows validation examples; null if not known
 */
export function verdictOf(comparison: Comparison, corrected: number | null, rows: number | null): Verdict {
  const { n, difference, interval } = comparison;
  if (Math.min(...n) < FEWEST_SEEDS || !interval) return 'too few seeds to tell';
  const { step, margin } = washMargin(comparison, rows);
  // The mean of many seeds can fall short of the step by a rounding error.
  if (Math.abs(difference) >= step * (1 - 1e-9)) {
    if (corrected !== null && corrected < SIGNIFICANT) return 'better';
    if ((decisiveP(comparison) ?? 1) < SIGNIFICANT) return 'probably better';
  }
  return interval.from >= -margin && interval.to <= margin ? 'a wash' : 'too few seeds to tell';
}

/** Accuracy of one example, and the resolution within which a difference is a wash. */
export function washMargin(
  { means }: Pick<Comparison, 'means'>,
  rows: number | null,
): { readonly step: number; readonly margin: number } {
  if (rows === null) return { step: 0, margin: UNKNOWN_RESOLUTION };
  const { step, standardError } = resolutionOf(rows, (means[0] + means[1]) / 2);
  return { step, margin: Math.max(step, standardError) };
}
