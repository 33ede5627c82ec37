/** @file Whether values are numbers that one can train with. */

/**
 * The place of the first NaN or infinity; -1 if there is none. The first pass costs about a nanosecond a value: a
 * product with 0 is 0 for every finite value, and NaN for all others.
 */
export function firstNotFinite(values: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index]! * 0;
  return sum === 0 ? -1 : values.findIndex((value) => !Number.isFinite(value));
}
