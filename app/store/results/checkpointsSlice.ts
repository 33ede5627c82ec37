/** @file Interrupted trials: what is kept of them, in the browser's database or, if it refuses, for the visit. */
import type { StateCreator } from 'zustand';
import type { TrialCheckpoint } from '../../../workers/client';
import { aboutOf, deleteCheckpoints } from '../storage/checkpointPersistence';
import {
  keepCheckpoint,
  makeRoom,
  newCheckpointMemory,
  readCheckpoints,
  restoreCheckpoints,
  without,
  type CheckpointsState,
} from './keepCheckpoints';

export interface CheckpointsSlice extends CheckpointsState {
  /** @param company keys of the trials that train together, if the trial is one of them; none of them is discarded */
  readonly addCheckpoint: (key: string, checkpoint: TrialCheckpoint, company?: readonly string[]) => void;
  readonly forgetCheckpoints: (keys: readonly string[]) => void;
  /** Looks for checkpoints that earlier visits left of these trials. */
  readonly restoreCheckpoints: (keys: readonly string[]) => Promise<void>;
  /** Discards trials that were interrupted earlier, to free space; those that run here or in other tabs stay. */
  readonly makeRoom: () => Promise<void>;
  /** The checkpoints from which trials with these keys resume, by index. */
  readonly readCheckpoints: (keys: readonly string[]) => Promise<ReadonlyMap<number, TrialCheckpoint>>;
}

export const createCheckpointsSlice: StateCreator<CheckpointsSlice, [], [], CheckpointsSlice> = (
  set,
  get,
) => {
  const memory = newCheckpointMemory();
  const context = { get, set, memory };
  return {
    checkpoints: {},
    checkpointProblem: null,

    addCheckpoint(key, checkpoint, company = []) {
      memory.running = new Set(company.includes(key) ? company : [key]);
      set(({ checkpoints }) => ({ checkpoints: { ...checkpoints, [key]: aboutOf(checkpoint) } }));
      void keepCheckpoint(context, key, checkpoint);
    },

    forgetCheckpoints(keys) {
      const gone = new Set(keys);
      for (const key of keys) memory.unstored.delete(key);
      set(({ checkpoints }) => ({ checkpoints: without(checkpoints, (key) => gone.has(key)) }));
      // If nothing could be stored, there is nothing to report either.
      deleteCheckpoints(keys).catch(() => undefined);
    },

    restoreCheckpoints: (keys) => restoreCheckpoints(context, keys),
    makeRoom: () => makeRoom(context),
    readCheckpoints: (keys) => readCheckpoints(memory, keys),
  };
};
