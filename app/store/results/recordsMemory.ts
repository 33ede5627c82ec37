/**
 * @file What the page remembers about records besides showing them: which are not stored yet, which trials are being
 * repeated, and what was there before.
 */
import type { TrialRecord } from '../../../src/results/results';
import type { Origins } from '../sources/provenance';
import type { CheckpointsSlice } from './checkpointsSlice';
import type { TrainedSlice } from './trainedSlice';
import { isSettled, type Records } from './trialKey';

export interface RecordsMemory {
  /** What the database has not taken yet; tried again with the next record. */
  readonly unstored: Map<string, TrialRecord>;
  /** Finished records of trials that are being repeated and have not ended again yet. */
  readonly superseded: Map<string, TrialRecord>;
  /** How repeated trials ended that have brought no result; their earlier ones stay. */
  readonly instead: TrialRecord[];
  /** Settles when every record so far is on the disk or refused. */
  storing: Promise<unknown>;
  /** Whether a newer version's records have been looked for. */
  lookedForNewer: boolean;
}

export const newMemory = (): RecordsMemory => ({
  unstored: new Map(),
  superseded: new Map(),
  instead: [],
  storing: Promise.resolve(),
  lookedForNewer: false,
});

/** What keeping records needs from other slices. */
export type RecordsNeeds = Pick<CheckpointsSlice, 'makeRoom' | 'restoreCheckpoints'> &
  Pick<TrainedSlice, 'forgetTrained' | 'restoreTrained'> &
  Origins;

/** Trials that were started over and have ended again. Both results of each are known until the person has chosen. */
export interface StartedOver {
  readonly before: Records;
  readonly after: Records;
  /** Which of them the page shows and the database has. */
  readonly shown: 'before' | 'after';
}

export interface RecordsState {
  /** Records by trialKey. */
  readonly records: Records;
  /** What the latest start over has replaced; null if there is nothing to undo. */
  readonly startedOver: StartedOver | null;
  /** Why results are not kept across reloads; null if they are. */
  readonly storageProblem: string | null;
  /** Whether the browser has removed, in this visit, what had been stored. */
  readonly storageRemoved: boolean;
  /** Whether a newer version of the lab has stored something here that this one leaves alone. */
  readonly newerStored: boolean;
}

type Read = RecordsState & RecordsNeeds;

/** The store, and what the page remembers about records beside it. */
export interface RecordsContext {
  readonly get: () => Read;
  readonly set: (change: Partial<RecordsState> | ((state: Read) => Partial<RecordsState>)) => void;
  readonly memory: RecordsMemory;
}

/** Finished records stay shown until their successors have ended; others go. */
export function beginAnew({ get, set, memory }: RecordsContext, keys: readonly string[]): void {
  const { records } = get();
  const left = { ...records };
  for (const key of keys) {
    const record = records[key];
    if (record && isSettled(record)) memory.superseded.set(key, record);
    else delete left[key];
  }
  set(memory.superseded.size > 0 ? { records: left, startedOver: null } : { records: left });
}

/** Remembers a trial's earlier record, which its successor has just replaced. */
export function replace({ set, memory }: RecordsContext, key: string, record: TrialRecord): void {
  const earlier = memory.superseded.get(key);
  if (!earlier) return;
  memory.superseded.delete(key);
  set(({ startedOver }) => ({
    startedOver: {
      before: { ...startedOver?.before, [key]: earlier },
      after: { ...startedOver?.after, [key]: record },
      shown: 'after',
    },
  }));
}

export function endAnew({ memory }: RecordsContext): readonly TrialRecord[] {
  memory.superseded.clear();
  return memory.instead.splice(0);
}
