/** @file Groups items by a key, in the order of first appearance; no group is empty. */

/** A list with at least one entry. */
export type NonEmpty<T> = readonly [T, ...T[]];

export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, NonEmpty<T>> {
  const groups = new Map<K, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
