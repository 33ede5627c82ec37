/**
 * @file What the page remembers about records besides showing them: which are not stored yet, and which trials are
 * being repeated.
 */
import type { TrialRecord } from '../../../src/results/results';
import type { Origins } from '../sources/provenance';
import type { CheckpointsSlice } from './checkpointsSlice';
import type { TrainedSlice } from './trainedSlice';
import { isSettled, type Records } from './trialKey';

export interface RecordsMemory {
  /** What the database has not taken yet; tried again with the next record. */
  readonly unstored: Map<string, TrialRecord>;
  /** Finished records of trials that are being repeated. */
  readonly superseded: Map<string, TrialRecord>;
  /** Settles when every record so far is on the disk or refused. */
  storing: Promise<unknown>;
  /** Whether a newer version's records have been looked for. */
  lookedForNewer: boolean;
}

export const newMemory = (): RecordsMemory => ({
  unstored: new Map(),
  superseded: new Map(),
  storing: Promise.resolve(),
  lookedForNewer: false,
});

/** What keeping records needs from other slices. */
export type RecordsNeeds = Pick<CheckpointsSlice, 'makeRoom' | 'restoreCheckpoints'> &
  Pick<TrainedSlice, 'forgetTrained' | 'restoreTrained'> &
  Origins;

export interface RecordsState {
  /** Records by trialKey. */
  readonly records: Records;
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

export function beginAnew({ get, set, memory }: RecordsContext, keys: readonly string[]): void {
  const { records } = get();
  const left = { ...records };
  for (const key of keys) {
    const record = records[key];
    if (record && isSettled(record)) memory.superseded.set(key, record);
    delete left[key];
  }
  set({ records: left });
}

export function endAnew({ get, set, memory }: RecordsContext): readonly TrialRecord[] {
  const { records } = get();
  const instead = [...memory.superseded.keys()].flatMap((key) => records[key] ?? []);
  set({ records: { ...records, ...Object.fromEntries(memory.superseded) } });
  memory.superseded.clear();
  return instead;
}
