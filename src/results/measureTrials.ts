/** @file What finished trials give to comparisons: a value for each seed, and which validation rows it was right on. */
import type { Measure } from '../experiment/experiment';
import { meanHits, type SeededValue, type SentenceHits } from '../stats/comparisons/pairing';
import { readCorrect } from './classified';
import { type SeedRecord, valueOf } from './valueOf';
import type { TrialRecord } from './results';

/** Finished trials with their values by a measure, in the order of the trials. */
export interface MeasuredTrials {
  readonly measure: Measure;
  /** The trials that have a value: all finished ones by accuracy, and by another measure those that counted classes. */
  readonly measured: readonly SeedRecord[];
  /** Their values. */
  readonly values: readonly number[];
  /** Their values with what comparisons need of them. */
  readonly bySeed: readonly SeededValue[];
}

/** @param done records of trials that ended as done */
export function measureTrials(done: readonly SeedRecord[], measure: Measure): MeasuredTrials {
  const pairs = done.flatMap((record) => {
    const value = valueOf(record, measure);
    return value === null ? [] : [{ record, value }];
  });
  return {
    measure,
    measured: pairs.map(({ record }) => record),
    values: pairs.map(({ value }) => value),
    bySeed: pairs.map(({ record, value }) => ({
      seed: record.seed,
      value,
      // Only an accuracy is a mean over sentences, which can be compared one by one.
      sentences: measure === 'accuracy' ? sentenceHits(record) : null,
    })),
  };
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
    known.set(record, (hits = record.copies ? meanHits(record.copies.map(sentenceHits)) : ownHits(record)));
  return hits;
}

function ownHits(record: TrialRecord): SentenceHits | null {
  const hits = readCorrect(record);
  if (!hits || record.validationId === undefined) return null;
  // A stranger's file may call rows of another number by the same identity.
  return { id: `${record.validationId} ${hits.length}`, hits };
}
