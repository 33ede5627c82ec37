/** @file Pairs the trials of two scenarios by seed. */
import { meanOf } from '../summary';

/** Which validation sentences a trial classified rightly. */
export interface SentenceHits {
  /** Identity of the sentences: only hits with equal identities are compared sentence by sentence. */
  readonly id: string;
  /** For each sentence 1 if right and 0 if wrong, or in between where copies of one seed are averaged. */
  readonly hits: ArrayLike<number>;
}

/** One accuracy, in [0, 1], and the seed it came from. */
export interface SeededValue {
  readonly seed: number;
  readonly value: number;
  /** The sentences behind the value; null or left out if they are not known. */
  readonly sentences?: SentenceHits | null;
}

export interface Pairing {
  /** The pairs in the order of the first list; a seed that occurs twice in a list counts once, with its mean. */
  readonly pairs: readonly { readonly seed: number; readonly a: number; readonly b: number }[];
  /** Number of values in either list whose seed the other lacks. */
  readonly alone: number;
}

export function pairBySeed(a: readonly SeededValue[], b: readonly SeededValue[]): Pairing {
  const [left, right] = [bySeed(a), bySeed(b)];
  const pairs = [...left].flatMap(([seed, values]) => {
    const others = right.get(seed);
    return others ? [{ seed, a: meanOf(values), b: meanOf(others) }] : [];
  });
  const without = (own: BySeed, other: BySeed) =>
    [...own].reduce((sum, [seed, values]) => sum + (other.has(seed) ? 0 : values.length), 0);
  return { pairs, alone: without(left, right) + without(right, left) };
}

type BySeed = ReadonlyMap<number, readonly number[]>;
const sorted = new WeakMap<readonly SeededValue[], BySeed>();

/** Values by seed, cached by list because each list is paired with many others. */
function bySeed(values: readonly SeededValue[]): BySeed {
  const known = sorted.get(values);
  if (known) return known;
  const seeds = new Map<number, number[]>();
  for (const { seed, value } of values) {
    const own = seeds.get(seed);
    if (own) own.push(value);
    else seeds.set(seed, [value]);
  }
  sorted.set(values, seeds);
  return seeds;
}
