/** @file A person's own text inside the fragment of a URL. */

/** Characters that are safe in a fragment and mean nothing in the grammar before the colon. */
const READABLE = /%(?:2B|2C|2F|3B|3D|3F|40|24)/g;

/** Percent-encodes what would end a value, or what a browser would rewrite; the rest stays readable. */
export function encodeText(text: string): string {
  const wellFormed = text.replace(/\p{Surrogate}/gu, '\ufffd'); // encodeURIComponent throws at half a pair
  return encodeURIComponent(wellFormed).replace(READABLE, decodeURIComponent);
}

/** The text that was percent-encoded, or null if it is not a valid encoding. */
export function decodeText(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
