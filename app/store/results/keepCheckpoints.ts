/**
 * @file Stores the running trials' checkpoints, discards older ones to free space, and finds those that earlier visits
 * left.
 */
import type { TrialCheckpoint } from '../../../workers/client';
import {
  deleteAllBut,
  listCheckpoints,
  readCheckpoint,
  storeCheckpoint,
  type CheckpointAbout,
} from '../storage/checkpointPersistence';
import { isOfThisEngine } from '../storage/engineVersion';
import { isStorageFull } from '../storage/storageFull';
import { trialsOfOthers } from '../storage/trialLocks';

export interface CheckpointsState {
  /** Checkpoints by trialKey. */
  readonly checkpoints: Readonly<Record<string, CheckpointAbout>>;
  /** Why running trials would not survive a crash; null if they would. */
  readonly checkpointProblem: string | null;
}

/** What the page remembers about checkpoints besides showing them. */
export interface CheckpointMemory {
  /** The running trials' latest checkpoints, if the database did not take them: enough to survive a lost device. */
  readonly unstored: Map<string, TrialCheckpoint>;
  /** The trial that has sent the latest checkpoint in this visit, with those that train together with it. */
  running: ReadonlySet<string>;
  /** Whether what older engines left has been deleted. */
  tidied: boolean;
}

export const newCheckpointMemory = (): CheckpointMemory => ({
  unstored: new Map(),
  running: new Set(),
  tidied: false,
});

export interface CheckpointsContext {
  readonly get: () => CheckpointsState;
  readonly set: (
    change: Partial<CheckpointsState> | ((state: CheckpointsState) => Partial<CheckpointsState>),
  ) => void;
  readonly memory: CheckpointMemory;
}

const FULL =
  'The browser’s storage for this page is full: a trial that a crash interrupts starts again from its first step. Free some space to change that.';
const REFUSED =
  'This browser does not let the page store running trials (a private window does that): one that a crash interrupts starts again from its first step.';

/** If the browser does not say which tab trains what, every other trial may be in training. */
const inUseByOtherTab = (): Promise<(key: string) => boolean> => trialsOfOthers().catch(() => () => true);

/** Stores a checkpoint; if the database does not take it, the page keeps it for the visit and says so. */
export async function keepCheckpoint(
  context: CheckpointsContext,
  key: string,
  checkpoint: TrialCheckpoint,
): Promise<void> {
  const { get, set, memory } = context;
  try {
    await storeWithRoom(context, key, checkpoint);
    memory.unstored.delete(key);
    // What failed once may work later, for example after freeing space.
    if (get().checkpointProblem !== null) set({ checkpointProblem: null });
  } catch (error) {
    for (const other of memory.unstored.keys()) if (!memory.running.has(other)) memory.unstored.delete(other);
    if (key in get().checkpoints) memory.unstored.set(key, checkpoint);
    set({ checkpointProblem: isStorageFull(error) ? FULL : REFUSED });
  }
}

async function storeWithRoom(
  context: CheckpointsContext,
  key: string,
  checkpoint: TrialCheckpoint,
): Promise<void> {
  const { running } = context.memory;
  const isInUse = async (): Promise<(key: string) => boolean> => {
    const isOfOther = await inUseByOtherTab();
    return (other) => running.has(other) || isOfOther(other);
  };
  try {
    await storeCheckpoint(key, checkpoint, await isInUse());
  } catch (error) {
    // Running trials matter more than the discarded ones. Any other error may come from a connection that was
    // closed meanwhile.
    if (isStorageFull(error)) await makeRoom(context);
    await storeCheckpoint(key, checkpoint, await isInUse());
  }
}

/** Discards every trial except those that run here or in other tabs. */
export async function makeRoom({ set, memory }: CheckpointsContext): Promise<void> {
  const isInUse = await inUseByOtherTab();
  const isWanted = (key: string): boolean => memory.running.has(key) || isInUse(key);
  await deleteAllBut(isWanted);
  set(({ checkpoints }) => ({ checkpoints: without(checkpoints, (key) => !isWanted(key)) }));
}

export async function restoreCheckpoints(
  { set, memory }: CheckpointsContext,
  keys: readonly string[],
): Promise<void> {
  try {
    if (!memory.tidied) {
      memory.tidied = true;
      const isInUse = await inUseByOtherTab();
      await deleteAllBut((key) => isOfThisEngine(key) || isInUse(key));
    }
    const found = await listCheckpoints(keys);
    const asked = new Set(keys.filter((key) => !memory.unstored.has(key)));
    set(({ checkpoints }) => ({
      checkpoints: { ...without(checkpoints, (key) => asked.has(key)), ...found },
    }));
  } catch {
    // A refusal of the database is reported when there is something to store.
  }
}

/** @returns checkpoints by the index of the key; a checkpoint that was not stored comes from memory */
export async function readCheckpoints(
  memory: CheckpointMemory,
  keys: readonly string[],
): Promise<ReadonlyMap<number, TrialCheckpoint>> {
  const found = new Map<number, TrialCheckpoint>();
  for (const [index, key] of keys.entries()) {
    const checkpoint = memory.unstored.get(key) ?? (await readCheckpoint(key).catch(() => undefined));
    if (checkpoint) found.set(index, checkpoint);
  }
  return found;
}

type Checkpoints = CheckpointsState['checkpoints'];

export function without(checkpoints: Checkpoints, isGone: (key: string) => boolean): Checkpoints {
  return Object.fromEntries(Object.entries(checkpoints).filter(([key]) => !isGone(key)));
}
