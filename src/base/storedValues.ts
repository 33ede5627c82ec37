/** @file Checks stored values of kinds that JSON does not have: typed arrays and maps. */

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function holdsFinite(values: Float32Array): boolean {
  return values.every(Number.isFinite);
}

/** @param read returns null for a wrong value @returns null if any value is wrong */
export function mapOfTexts<T>(
  value: unknown,
  read: (value: unknown) => T | null,
): ReadonlyMap<string, T> | null {
  if (!(value instanceof Map)) return null;
  const sound = new Map<string, T>();
  for (const [key, entry] of value as ReadonlyMap<unknown, unknown>) {
    const known = read(entry);
    if (typeof key !== 'string' || known === null) return null;
    sound.set(key, known);
  }
  return sound;
}
