/** @file Yes-or-no values packed into a text: one bit each, in base64. */

/** @returns base64 of one bit a value: bit `i % 8`, the least significant first, of byte `i >> 3` */
export function packBits(values: readonly boolean[]): string {
  const bytes = new Uint8Array(Math.ceil(values.length / 8));
  for (const [i, value] of values.entries()) if (value) bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (1 << (i % 8));
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/**
 * Reads what {@link packBits} wrote. Bits after the last value are ignored.
 * @param count how many values there are
 * @returns 1 or 0 for each value; null if the text is not base64 of exactly as many bytes as the values take
 */
export function unpackBits(text: string, count: number): Uint8Array | null {
  const bytes = Math.ceil(count / 8);
  // Checked first, so that a long text is not decoded in vain.
  if (text.length !== 4 * Math.ceil(bytes / 3) || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    return null;
  }
  if (binary.length !== bytes) return null;
  // A loop, because Uint8Array.from with a function took twenty times as long, seconds for ten thousand trials.
  const bits = new Uint8Array(count);
  for (let i = 0; i < count; i++) bits[i] = (binary.charCodeAt(i >> 3) >> (i % 8)) & 1;
  return bits;
}
