/** @file The largest of several independent standard normal values. */
import { normalCdf } from './normal';

/** Beyond this nothing is left, even of the largest of a million. */
const UPPER_END = 12;
const STEPS = 1200;

const known = new Map<number, number>();

/**
 * The expected largest of `count` values (H. David and H. Nagaraja, Order Statistics, 2003, 3.1), to nine digits: the
 * integral over x > 0 of P(largest > x) - P(largest < -x), by Simpson's rule.
 * @param count 1 or more
 */
export function expectedMaximum(count: number): number {
  const found = known.get(count);
  if (found !== undefined) return found;
  const width = UPPER_END / STEPS;
  let sum = 0;
  for (let i = 0; i <= STEPS; i++) {
    const isEnd = i === 0 || i === STEPS;
    sum += (isEnd ? 1 : i % 2 === 1 ? 4 : 2) * excess(i * width, count);
  }
  const expected = (sum * width) / 3;
  known.set(count, expected);
  return expected;
}

function excess(x: number, count: number): number {
  const tail = normalCdf(-x);
  return -Math.expm1(count * Math.log1p(-tail)) - tail ** count;
}
