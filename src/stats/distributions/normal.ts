/** @file The standard normal distribution. */

/** The x above which the continued fraction needs fewer terms than the series. */
const TAIL_FROM = 3;
const FRACTION_TERMS = 60;

/** The probability of a value of at most x, to 14 significant digits, in the lower tail too. */
export function normalCdf(x: number): number {
  return x < 0 ? upperTail(-x) : 1 - upperTail(x);
}

/** Probability of more than x, for x >= 0. */
function upperTail(x: number): number {
  const height = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  if (x >= TAIL_FROM) {
    // Mills' ratio as a continued fraction, evaluated from its far end.
    let below = x;
    for (let k = FRACTION_TERMS; k >= 1; k--) below = x + k / below;
    return height / below;
  }
  // The series x + x^3/3 + x^5/(3 5) + ... has terms of one sign, so nothing cancels.
  let term = x;
  let sum = x;
  for (let k = 3; term > 1e-17 * sum; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 - height * sum;
}
