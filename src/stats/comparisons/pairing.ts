/** @file Pairs the trials of two scenarios by seed. */
import { meanOf } from '../summary';

/** Which validation sentences a trial classified rightly. */
export interface SentenceHits {
  /** Identity of the validation sentences: only hits on equal sentences are compared one by one. */
  readonly id: string;
  /** For each sentence 1 (right) or 0, or a value between for the mean over copies of one seed. */
  readonly hits: ArrayLike<number>;
}

/** A trial's accuracy, or value by another measure, its seed, and the sentences behind it where they are known. */
export interface SeededValue {
  readonly seed: number;
  readonly value: number;
  readonly sentences?: SentenceHits | null;
}

export interface Pairing {
  /** Seeds that both have, in the order of the first list; a seed that occurs twice in a list counts once. */
  readonly pairs: readonly { readonly a: SeededValue; readonly b: SeededValue }[];
  /** Seeds that only one side has. */
  readonly alone: readonly [readonly SeededValue[], readonly SeededValue[]];
}

export function pairBySeed(a: readonly SeededValue[], b: readonly SeededValue[]): Pairing {
  const [left, right] = [bySeed(a), bySeed(b)];
  const pairs = [...left.values()].flatMap((own) => {
    const other = right.get(own.seed);
    return other ? [{ a: own, b: other }] : [];
  });
  const without = (own: BySeed, other: BySeed) => [...own.values()].filter(({ seed }) => !other.has(seed));
  return { pairs, alone: [without(left, right), without(right, left)] };
}

type BySeed = ReadonlyMap<number, SeededValue>;
const sorted = new WeakMap<readonly SeededValue[], BySeed>();

/** Values by seed, cached by list because each list is paired with many others. */
function bySeed(values: readonly SeededValue[]): BySeed {
  const known = sorted.get(values);
  if (known) return known;
  const copies = new Map<number, SeededValue[]>();
  for (const value of values) {
    const own = copies.get(value.seed);
    if (own) own.push(value);
    else copies.set(value.seed, [value]);
  }
  const seeds = new Map([...copies].map(([seed, own]) => [seed, meanOfCopies(own)]));
  sorted.set(values, seeds);
  return seeds;
}

/** Copies of one seed as one value: the mean of their values, and of their hits on each sentence. */
function meanOfCopies(copies: readonly SeededValue[]): SeededValue {
  const [first, ...others] = copies;
  if (!first) throw new RangeError('A seed without values has no mean.');
  if (others.length === 0) return first;
  return {
    seed: first.seed,
    value: meanOf(copies.map(({ value }) => value)),
    sentences: meanHits(copies.map(({ sentences }) => sentences ?? null)),
  };
}

/** The share of copies that was right on each sentence; null if any copy does not say, or is of other sentences. */
export function meanHits(copies: readonly (SentenceHits | null)[]): SentenceHits | null {
  const known = copies.flatMap((copy) => copy ?? []);
  const [first] = known;
  const isSame = ({ id, hits }: SentenceHits) => id === first?.id && hits.length === first.hits.length;
  if (!first || known.length < copies.length || !known.every(isSame)) return null;
  const sums = new Float64Array(first.hits.length);
  for (const { hits } of known) for (let v = 0; v < sums.length; v++) sums[v]! += hits[v]!; // v < both lengths
  return { id: first.id, hits: sums.map((sum) => sum / known.length) };
}
