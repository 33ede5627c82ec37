/** @file Numbers in the keys of stored trials. */

/**
 * The shortest text that reads back as exactly `value`: `4e-3`, `0.05`, `2000`. Addresses were once written this way,
 * and the keys of stored trials still are: with another spelling a browser would no longer find what it has stored.
 */
export function keyNumber(value: number): string {
  const plain = String(value);
  const exponential = value.toExponential().replace('e+', 'e');
  return Math.abs(value) < 0.01 && exponential.length <= plain.length ? exponential : plain;
}
