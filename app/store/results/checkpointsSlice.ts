/** @file Trials that were broken off: what is kept of them, in the browser's database or, where it refuses, for the visit. */
import type { StateCreator } from 'zustand';
import type { TrialCheckpoint } from '../../../workers/client';
import {
  aboutOf,
  deleteCheckpoints,
  deleteAllBut,
  listCheckpoints,
  readCheckpoint,
  storeCheckpoint,
  type CheckpointAbout,
} from '../storage/checkpointPersistence';
import { isOfThisEngine } from '../storage/engineVersion';
import { isStorageFull } from '../storage/storageFull';
import { trialsOfOthers } from '../storage/trialLocks';

export interface CheckpointsSlice {
  /** By trialKey. */
  readonly checkpoints: Readonly<Record<string, CheckpointAbout>>;
  /** Why running trials are not kept for after a crash; null if they are. */
  readonly checkpointProblem: string | null;
  readonly addCheckpoint: (key: string, checkpoint: TrialCheckpoint) => void;
  readonly forgetCheckpoints: (keys: readonly string[]) => void;
  /** Looks for what earlier visits have left of these trials. */
  readonly restoreCheckpoints: (keys: readonly string[]) => Promise<void>;
  /** Gives up trials that were broken off earlier, for want of room; those that run here or in other tabs stay. */
  readonly makeRoom: () => Promise<void>;
  /** What trials with these keys go on from, by index. */
  readonly readCheckpoints: (keys: readonly string[]) => Promise<ReadonlyMap<number, TrialCheckpoint>>;
}

/** Where the browser does not say who trains what, every other trial may be in training. */
const inUseByOtherTab = (): Promise<(key: string) => boolean> => trialsOfOthers().catch(() => () => true);

export const createCheckpointsSlice: StateCreator<CheckpointsSlice, [], [], CheckpointsSlice> = (
  set,
  get,
) => {
  /** The running trial's latest, where the database did not take it: enough for a lost device. */
  let unstored: { readonly key: string; readonly checkpoint: TrialCheckpoint } | null = null;
  /** Of the trial that has sent the latest checkpoint in this visit. */
  let running: string | null = null;
  let tidied = false;
  const report = (error: unknown): void =>
    set({
      checkpointProblem: isStorageFull(error)
        ? 'The browser’s storage for this page is full: a trial that is broken off by a crash begins anew. Free some space to change that.'
        : 'This browser does not let the page store running trials (a private window does that): one that is broken off by a crash begins anew.',
    });
  const store = async (key: string, checkpoint: TrialCheckpoint): Promise<void> => {
    try {
      await storeCheckpoint(key, checkpoint, await inUseByOtherTab());
    } catch (error) {
      // The running trial matters more than what was given up. Any other error may be of a connection that was closed under it.
      if (isStorageFull(error)) await get().makeRoom();
      await storeCheckpoint(key, checkpoint, await inUseByOtherTab());
    }
    if (unstored?.key === key) unstored = null;
    // What failed once may work later: after freeing space, say.
    if (get().checkpointProblem !== null) set({ checkpointProblem: null });
  };

  return {
    checkpoints: {},
    checkpointProblem: null,

    addCheckpoint(key, checkpoint) {
      running = key;
      set(({ checkpoints }) => ({ checkpoints: { ...checkpoints, [key]: aboutOf(checkpoint) } }));
      store(key, checkpoint).catch((error: unknown) => {
        if (key in get().checkpoints) unstored = { key, checkpoint };
        report(error);
      });
    },

    forgetCheckpoints(keys) {
      const gone = new Set(keys);
      if (unstored && gone.has(unstored.key)) unstored = null;
      set(({ checkpoints }) => ({
        checkpoints: Object.fromEntries(Object.entries(checkpoints).filter(([key]) => !gone.has(key))),
      }));
      // Where nothing could be stored, there is nothing to tell of either.
      deleteCheckpoints(keys).catch(() => undefined);
    },

    async restoreCheckpoints(keys) {
      try {
        if (!tidied) {
          tidied = true;
          const isInUse = await inUseByOtherTab();
          await deleteAllBut((key) => isOfThisEngine(key) || isInUse(key));
        }
        const found = await listCheckpoints(keys);
        set(({ checkpoints }) => {
          const asked = new Set(keys.filter((key) => key !== unstored?.key));
          const others = Object.entries(checkpoints).filter(([key]) => !asked.has(key));
          return { checkpoints: { ...Object.fromEntries(others), ...found } };
        });
      } catch {
        // Told when there is something to store.
      }
    },

    async makeRoom() {
      const isInUse = await inUseByOtherTab();
      const isWanted = (key: string): boolean => key === running || isInUse(key);
      await deleteAllBut(isWanted);
      set(({ checkpoints }) => ({
        checkpoints: Object.fromEntries(Object.entries(checkpoints).filter(([key]) => isWanted(key))),
      }));
    },

    async readCheckpoints(keys) {
      const found = new Map<number, TrialCheckpoint>();
      for (const [index, key] of keys.entries()) {
        const own = unstored?.key === key ? unstored.checkpoint : undefined;
        const checkpoint = own ?? (await readCheckpoint(key).catch(() => undefined));
        if (checkpoint) found.set(index, checkpoint);
      }
      return found;
    },
  };
};
