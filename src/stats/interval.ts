/** @file Intervals of confidence from Student's t. The lab knows no other kind and one confidence. */
import { quantileT } from './studentT';

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
  const reach = quantileT((1 + CONFIDENCE) / 2, freedom) * error;
  return { from: estimate - reach, to: estimate + reach };
}
