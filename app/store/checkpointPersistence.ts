/** @file Trials in training, in IndexedDB: from what is there they go on after the page, the browser or the device died. */
import type { DBSchema } from 'idb';
import type { TrialCheckpoint } from '../../workers/client';
import { createDatabase, through, type Migration } from './database';
import { isOfNewerEngine } from './trialKey';

/** What the page shows of a checkpoint, read without its values. */
export interface CheckpointAbout {
  /** Steps done, and of how many. */
  readonly step: number;
  readonly totalSteps: number;
  readonly savedAt: string;
}

/** A database of its own: it can be as large as the browser lets it, and the records must not suffer for it. */
export interface CheckpointSchema extends DBSchema {
  /** Both keyed by trialKey, and always written together. */
  checkpoints: { key: string; value: TrialCheckpoint };
  about: { key: string; value: CheckpointAbout };
}

/** Of trials that were given up; of each at most 256 MiB. */
const MOST_KEPT = 4;

export const CHECKPOINT_MIGRATIONS: readonly Migration<CheckpointSchema>[] = [
  (db) => {
    db.createObjectStore('checkpoints');
    db.createObjectStore('about');
  },
];

const { open } = createDatabase<CheckpointSchema>('lora-lab-checkpoints', CHECKPOINT_MIGRATIONS);

/** To the disk before it counts as done: a machine that stops must not take it along. */
const writing = async () =>
  (await open()).transaction(['checkpoints', 'about'], 'readwrite', { durability: 'strict' });

export function aboutOf({ snapshot, savedAt }: TrialCheckpoint): CheckpointAbout {
  return { step: snapshot.step, totalSteps: snapshot.totalSteps, savedAt };
}

/**
 * Replaces the trial's checkpoint as a whole or not at all; the oldest of other trials make room, but for a newer lab's.
 * @param isInUse whether another tab goes on with the trial of a key: its checkpoint stays
 */
export async function storeCheckpoint(
  key: string,
  checkpoint: TrialCheckpoint,
  isInUse: (key: string) => boolean = () => false,
): Promise<void> {
  const transaction = await writing();
  const [values, abouts] = [transaction.objectStore('checkpoints'), transaction.objectStore('about')];
  const work = async (): Promise<void> => {
    const [keys, known] = await Promise.all([abouts.getAllKeys(), abouts.getAll()]);
    const others = keys
      .map((other, i) => ({ other, savedAt: known[i]!.savedAt }))
      .filter(({ other }) => other !== key && !isOfNewerEngine(other))
      .sort((a, b) => b.savedAt.localeCompare(a.savedAt));
    const gone = others.slice(MOST_KEPT - 1).flatMap(({ other }) => (isInUse(other) ? [] : [other]));
    await Promise.all([
      ...gone.flatMap((other) => [values.delete(other), abouts.delete(other)]),
      values.put(checkpoint, key),
      abouts.put(aboutOf(checkpoint), key),
    ]);
  };
  await through(transaction, [work()]);
}

/** What is there of the trials with these keys. */
export async function listCheckpoints(keys: readonly string[]): Promise<Record<string, CheckpointAbout>> {
  const transaction = (await open()).transaction('about');
  const found = await Promise.all(keys.map((key) => transaction.store.get(key)));
  return Object.fromEntries(
    keys.flatMap((key, i) => {
      const about = found[i];
      return about ? [[key, about] as const] : [];
    }),
  );
}

export async function readCheckpoint(key: string): Promise<TrialCheckpoint | undefined> {
  return (await open()).get('checkpoints', key);
}

export async function deleteCheckpoints(keys: readonly string[]): Promise<void> {
  const transaction = await writing();
  const [values, abouts] = [transaction.objectStore('checkpoints'), transaction.objectStore('about')];
  await through(
    transaction,
    keys.flatMap((key) => [values.delete(key), abouts.delete(key)]),
  );
}

/** Removes those that are not wanted; a newer lab's stay. */
export async function deleteAllBut(isWanted: (key: string) => boolean): Promise<void> {
  const keys = await (await open()).getAllKeys('about');
  const gone = keys.filter((key) => !isWanted(key) && !isOfNewerEngine(key));
  if (gone.length > 0) await deleteCheckpoints(gone);
}

export async function hasNewerCheckpoints(): Promise<boolean> {
  return (await (await open()).getAllKeys('about')).some(isOfNewerEngine);
}
