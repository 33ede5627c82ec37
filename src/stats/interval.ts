/** @file Confidence intervals from Student's t: the only kind in the lab, all at 95 %. */
import { quantileT } from './distributions/studentT';

export const CONFIDENCE = 0.95;

export interface Interval {
  readonly from: number;
  readonly to: number;
}

/**
 * The 95 % t interval around an estimate, in the estimate's units.
 * @param error the estimate's standard error
 * @param freedom degrees of freedom of that error, above 0
 */
export function tInterval(estimate: number, error: number, freedom: number): Interval {
  const reach = criticalT(freedom) * error;
  return { from: estimate - reach, to: estimate + reach };
}

/**
 * Quantiles by degrees of freedom: many comparisons share them, and computing a quantile is most of a comparison's
 * work.
 */
const found = new Map<number, number>();
const MOST_KEPT = 1000;

function criticalT(freedom: number): number {
  const known = found.get(freedom);
  if (known !== undefined) return known;
  const t = quantileT((1 + CONFIDENCE) / 2, freedom);
  if (found.size < MOST_KEPT) found.set(freedom, t);
  return t;
}
