/**
 * @file The verdict on a comparison. These are all the rules; docs/method.md explains them.
 *
 * 1. Better: the p value that Holm has corrected for all comparisons is below the look's level, and the difference is at
 *    least one validation sentence.
 * 2. A wash: the one-sided bound of the difference lies within what the person cares about. Both one-sided tests of
 *    equivalence (D. Schuirmann 1987) then reject at the look's level.
 * 3. Open: anything else. Not finding a difference does not mean that there is none.
 *
 * Before a comparison's first look everything is open.
 */
import type { Comparison } from './comparison';
import { boundOf } from './comparison';
import { seedPartOf } from './twoSources';

export type Verdict = 'better' | 'a wash' | 'open';

export interface Judgement {
  /** "Better" refers to the side with the higher mean. */
  readonly verdict: Verdict;
  /** Whether a side is better, but surely by less than the person cares about. */
  readonly isSlight: boolean;
  /** What the difference is below at the look's level, whichever side is ahead; null for too few values. */
  readonly bound: number | null;
  /** What would narrow the interval most: the larger part of its error. Null where nothing is open. */
  readonly wants: 'seeds' | 'sentences' | null;
}

interface LookRules {
  /** The probability of a false finding at this look. */
  readonly level: number;
  /** The smallest difference that matters to the person, in the values' units. */
  readonly delta: number;
  /** The change of an accuracy by one validation sentence; 0 if their number is not known. */
  readonly step: number;
  /** Whether this comparison has had its first look. */
  readonly isLook: boolean;
}

/** @param corrected the comparison's p value after Holm's correction over all comparisons; null if it has none */
export function judge(
  comparison: Comparison,
  corrected: number | null,
  { level, delta, step, isLook }: LookRules,
): Judgement {
  const bound = boundOf(comparison, level);
  if (bound === null) return { verdict: 'open', isSlight: false, bound: null, wants: 'seeds' };
  // The mean of many seeds can fall short of the step by a rounding error.
  const isSeen = Math.abs(comparison.difference) >= step * (1 - 1e-9);
  if (isLook && isSeen && corrected !== null && corrected < level) {
    // As sure as the two-sided interval, which then lies within delta as well.
    const isSlight = (boundOf(comparison, level / 2) ?? Infinity) <= delta;
    return { verdict: 'better', isSlight, bound, wants: null };
  }
  if (isLook && bound <= delta) return { verdict: 'a wash', isSlight: false, bound, wants: null };
  return { verdict: 'open', isSlight: false, bound, wants: largerPart(comparison) };
}

function largerPart({ error }: Comparison): 'seeds' | 'sentences' {
  return error && error.sentences > seedPartOf(error) ? 'sentences' : 'seeds';
}
