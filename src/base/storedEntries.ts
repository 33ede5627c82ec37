/** @file Reads back what the browser keeps as a JSON object of entries; other programs and versions may have written it. */

/**
 * @param text what the browser kept; null if nothing
 * @param read makes an entry of a value, or null of what is none
 * @returns the entries, without anything that is none
 */
export function storedEntries<T>(text: string | null, read: (value: unknown) => T | null): Record<string, T> {
  let parsed: unknown;
  try {
    parsed = text === null ? null : JSON.parse(text);
  } catch {
    return {};
  }
  if (typeof parsed !== 'object' || parsed === null) return {};
  return Object.fromEntries(
    Object.entries(parsed).flatMap(([key, value]) => {
      const entry = read(value);
      return entry === null ? [] : [[key, entry]];
    }),
  );
}
