/** @file A difference in units of the spread over seeds, corrected for small samples. */
import { logGamma } from './logGamma';

/**
 * Hedges' factor (1981), exact: a standardised difference from few values is too large on average by 1 over it.
 * @param freedom of the standard deviation
 * @returns null below two degrees of freedom, where there is none
 */
export function hedgesFactor(freedom: number): number | null {
  if (freedom < 2) return null;
  return Math.exp(logGamma(freedom / 2) - logGamma((freedom - 1) / 2)) / Math.sqrt(freedom / 2);
}

/** Cohen's d (or d_z, for paired differences and their sd) times Hedges' factor; null without spread or freedom. */
export function effectSize(difference: number, sd: number, freedom: number): number | null {
  const factor = hedgesFactor(freedom);
  return factor === null || sd === 0 ? null : (difference / sd) * factor;
}
