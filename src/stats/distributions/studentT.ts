/** @file Student's t distribution. Degrees of freedom need not be whole numbers: Welch's are not. */
import { incompleteBeta } from './incompleteBeta';
import { logGamma } from './logGamma';

/** Probability that |T| is at least |t|: the two-sided p value. */
export function twoSidedP(t: number, freedom: number): number {
  if (!Number.isFinite(t)) return 0;
  const square = t * t;
  return incompleteBeta(freedom / 2, 0.5, freedom / (freedom + square), square / (freedom + square));
}

/** Quantile: the t that T stays below with the given probability, which is at least 0.5 and below 1. */
export function quantileT(probability: number, freedom: number): number {
  const tail = 2 * (1 - probability);
  let low = 0;
  let high = 1;
  while (twoSidedP(high, freedom) > tail) [low, high] = [high, high * 2];
  let t = (low + high) / 2;
  for (let i = 0; i < 200; i++) {
    const excess = twoSidedP(t, freedom) - tail;
    if (excess > 0) low = t;
    else high = t;
    // Newton's step is taken if it stays between the bounds, else the interval is halved.
    const step = t + excess / (2 * densityT(t, freedom));
    const next = step > low && step < high ? step : (low + high) / 2;
    if (Math.abs(next - t) <= 1e-15 * next || high - low <= 1e-15 * high) return next;
    t = next;
  }
  return t;
}

function densityT(t: number, freedom: number): number {
  const front = logGamma((freedom + 1) / 2) - logGamma(freedom / 2) - 0.5 * Math.log(freedom * Math.PI);
  return Math.exp(front - ((freedom + 1) / 2) * Math.log1p((t * t) / freedom));
}
