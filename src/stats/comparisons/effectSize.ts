/** @file Effect size: a difference in units of the spread over seeds, corrected for small samples. */
import { logGamma } from '../distributions/logGamma';

/**
 * Hedges' exact factor (1981): multiplied by it, a standardised difference from few values is right on average.
 * @param freedom degrees of freedom of the standard deviation
 * @returns null below two degrees of freedom, where the factor does not exist
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
