/** @file The regularised incomplete gamma function, from which the chi-squared distribution follows. */
import { logGamma } from './logGamma';

const PRECISION = 1e-16;
const MOST_TERMS = 10_000;

/** P(a, x), the lower one, for a > 0 and x >= 0; by its series, whose terms are of one sign. */
export function incompleteGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  let term = 1 / a;
  let sum = term;
  for (let k = 1; k < MOST_TERMS && term > PRECISION * sum; k++) {
    term *= x / (a + k);
    sum += term;
  }
  return Math.min(1, sum * Math.exp(a * Math.log(x) - x - logGamma(a)));
}

/** Quantile of the chi-squared distribution: what it stays below with the given probability, above 0 and below 1. */
export function quantileChiSquared(probability: number, freedom: number): number {
  const below = (x: number): number => incompleteGamma(freedom / 2, x / 2);
  let [low, high] = [0, freedom];
  while (below(high) < probability) [low, high] = [high, 2 * high];
  for (let i = 0; i < 200 && high - low > 1e-14 * high; i++) {
    const middle = (low + high) / 2;
    if (below(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
