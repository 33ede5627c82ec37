/** @file A small hash that tells texts apart; it is not a cryptographic one. */

/**
 * FNV-1a over UTF-16 units.
 * @param basis the hash's initial value: hashes with different ones are independent enough to be joined
 * @returns 32 bits, unsigned
 */
export function fnv1a(text: string, basis: number): number {
  let hash = basis;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
