/** @file The regularised incomplete beta function, from which Student's t follows. */
import { logGamma } from './logGamma';

const TINY = 1e-300;
const PRECISION = 1e-16;
const MOST_TERMS = 500;

/** I_x(a, b) for a, b > 0 and x in [0, 1]. `rest` is 1 - x, for callers that know it to more digits. */
export function incompleteBeta(a: number, b: number, x: number, rest = 1 - x): number {
  if (x <= 0) return 0;
  if (rest <= 0) return 1;
  // The continued fraction converges fast only below the mean of the distribution.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(b, a, rest, x);
  const front = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(rest);
  return (Math.exp(front) / a) * continuedFraction(a, b, x);
}

/** The continued fraction of Abramowitz and Stegun, 26.5.8, by Lentz's method. */
function continuedFraction(a: number, b: number, x: number): number {
  let numerator = 1;
  let denominator = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = denominator;
  for (let m = 1; m <= MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    denominator = 1 / away(1 + even * denominator);
    numerator = away(1 + even / numerator);
    value *= numerator * denominator;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    denominator = 1 / away(1 + odd * denominator);
    numerator = away(1 + odd / numerator);
    const step = numerator * denominator;
    value *= step;
    if (Math.abs(step - 1) < PRECISION) break;
  }
  return value;
}

/** Keeps a divisor away from 0. */
function away(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
