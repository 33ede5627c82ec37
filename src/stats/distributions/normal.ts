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

/** Quantile: the z that a normal value stays below with the given probability, which is above 0 and below 1. */
export function quantileNormal(probability: number): number {
  if (probability > 0.5) return -quantileNormal(1 - probability);
  let low = -40;
  let high = 0;
  let z = -1;
  for (let i = 0; i < 200; i++) {
    const excess = normalCdf(z) - probability;
    if (excess > 0) high = z;
    else low = z;
    // Newton's step is taken if it stays between the bounds, else the interval is halved.
    const step = z - excess / (Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI));
    const next = step > low && step < high ? step : (low + high) / 2;
    if (Math.abs(next - z) <= 1e-15 * Math.max(1, Math.abs(next))) return next;
    z = next;
  }
  return z;
}

/** The z that |Z| reaches with probability `level`: the two-sided critical value, 1.96 for 0.05. */
export function criticalZ(level: number): number {
  return -quantileNormal(level / 2);
}
