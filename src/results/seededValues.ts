/** @file What finished trials give to comparisons: a value for each seed, and which validation rows it was right on. */
import type { SeededValue, SentenceHits } from '../stats/comparisons/pairing';
import { meanOf } from '../stats/summary';
import { readCorrect } from './classified';
import type { TrialRecord } from './results';

/** A record that stands for its seed: a trial's own, or the first of several copies, with the mean accuracy of all. */
export interface SeedRecord extends TrialRecord {
  /** The trials that were pooled into this record; left out for a single trial. */
  readonly copies?: readonly TrialRecord[];
}

/** @param done records of trials that ended as done */
export function seededValues(
  done: readonly (SeedRecord & { readonly accuracy: number })[],
): readonly SeededValue[] {
  return done.map((record) => ({
    seed: record.seed,
    value: record.accuracy,
    sentences: sentenceHits(record),
  }));
}

const known = new WeakMap<SeedRecord, SentenceHits | null>();

/**
 * Which validation rows a record was right on; for pooled copies the share of them that was right on each. It is
 * decoded once a record.
 * @returns null if a record does not say, or if copies were measured on different rows
 */
export function sentenceHits(record: SeedRecord): SentenceHits | null {
  let hits = known.get(record);
  if (hits === undefined)
    known.set(record, (hits = record.copies ? pooledHits(record.copies) : ownHits(record)));
  return hits;
}

function ownHits(record: TrialRecord): SentenceHits | null {
  const hits = readCorrect(record);
  if (!hits || record.validationId === undefined) return null;
  // A stranger's file may call rows of another number by the same identity.
  return { id: `${record.validationId} ${hits.length}`, hits };
}

function pooledHits(copies: readonly TrialRecord[]): SentenceHits | null {
  const all = copies.map(sentenceHits);
  const [first] = all;
  if (!first || all.some((one) => one?.id !== first.id)) return null;
  return {
    id: first.id,
    hits: Float64Array.from(first.hits, (_, row) => meanOf(all.map((one) => one?.hits[row] ?? 0))),
  };
}
