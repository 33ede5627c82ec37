/** @file Finds values that are not numbers to train with. */

/**
 * The index of the first NaN or infinity; -1 if there is none. The first pass costs about a nanosecond a value: a
 * product with 0 is 0 for every finite value, and NaN for all others. Its indices are in range: they count to the length.
 */
export function firstNotFinite(values: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index]! * 0;
  return sum === 0 ? -1 : values.findIndex((value) => !Number.isFinite(value));
}
