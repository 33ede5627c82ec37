/** @file Pools trials of equal settings. Each seed counts once, because copies of a seed are no further evidence. */
import { groupBy, type NonEmpty } from '../base/groupBy';
import type { TrialRecord } from '../results/results';
import type { SeedRecord } from '../results/valueOf';
import { sortOutcomes } from '../stats/outcomes';
import { meanOf } from '../stats/summary';
import type { SourceRow } from './rows';

/** Rows of equal settings. */
export interface Pool {
  /** The rows themselves; the first gives the name and colour. */
  readonly sources: NonEmpty<SourceRow>;
  /** All trials of all sources, as they were recorded. */
  readonly trials: readonly TrialRecord[];
  /**
   * One record for each seed with a finished trial, in the order of seeds: its first copy, with the mean accuracy of all of
   * its copies.
   */
  readonly distinct: readonly SeedRecord[];
  /** Trials that did not end as done; `distinct` contains none of them. */
  readonly others: readonly TrialRecord[];
  readonly counts: PoolCounts;
}

export interface PoolCounts {
  /** Seeds with a finished trial: the n of every figure. */
  readonly seeds: number;
  /** Trials done, copies included. */
  readonly done: number;
  readonly others: number;
  /** Entries that have a finished trial of it. */
  readonly files: number;
  /** Whether several files have finished trials, all with exactly the same seeds. */
  readonly sameSeeds: boolean;
}

/** Every row by itself, or rows of equal settings together, in the order of first appearance. */
export function poolRows(rows: readonly SourceRow[], mode: 'file' | 'together'): Pool[] {
  if (mode === 'file') return rows.map((row) => poolOf([row]));
  return [...groupBy(rows, ({ code }) => code).values()].map(poolOf);
}

function poolOf(sources: NonEmpty<SourceRow>): Pool {
  const trials = sources.flatMap((source) => source.trials);
  const { done } = sortOutcomes(trials);
  const finished = new Set<TrialRecord>(done);
  const others = trials.filter((trial) => !finished.has(trial));
  const distinct = bySeed(done);
  const seedsOf = sources.map((source) => ({
    entry: source.entry.id,
    seeds: new Set(source.trials.filter((trial) => finished.has(trial)).map(({ seed }) => seed)).size,
  }));
  const entries = new Set(seedsOf.filter(({ seeds }) => seeds > 0).map(({ entry }) => entry));
  return {
    sources,
    trials,
    distinct,
    others,
    counts: {
      seeds: distinct.length,
      done: done.length,
      others: others.length,
      files: entries.size,
      sameSeeds: entries.size > 1 && seedsOf.every(({ seeds }) => seeds === 0 || seeds === distinct.length),
    },
  };
}

type DoneRecord = TrialRecord & { readonly accuracy: number };

function bySeed(done: readonly DoneRecord[]): SeedRecord[] {
  return [...groupBy(done, ({ seed }) => seed).values()]
    .map((own) => (own.length === 1 ? own[0] : pooled(own)))
    .sort((a, b) => a.seed - b.seed);
}

/** One record for all copies. What the first says of its sentences is left out: it would not be that of the mean. */
function pooled(copies: NonEmpty<DoneRecord>): SeedRecord {
  const { correct: _, confusion: __, ...first } = copies[0];
  return { ...first, accuracy: meanOf(copies.map(({ accuracy }) => accuracy)), copies };
}
