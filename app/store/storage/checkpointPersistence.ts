/** @file Keeps checkpoints of running trials in IndexedDB, so that they can go on after the page, the browser or the device died. */
import type { DBSchema, IDBPDatabase } from 'idb';
import { isObject } from '../../../src/base/storedValues';
import type { TrialCheckpoint } from '../../../workers/client';
import { createDatabase, through, type Migration } from './database';
import { pastRemoval } from './pastRemoval';
import { LARGE_MS, readSound, type StoreLocation } from './setAside';
import { readStoredAbout, readStoredCheckpoint, type CheckpointAbout } from './storedCheckpoint';
import { isOfNewerEngine } from './engineVersion';

export type { CheckpointAbout };

/** This database may grow as large as the browser allows, so it is separate from that of the records. */
export interface CheckpointSchema extends DBSchema {
  /** Both keyed by trialKey, and always written together. */
  checkpoints: { key: string; value: TrialCheckpoint };
  about: { key: string; value: CheckpointAbout };
}

/** Checkpoints that are kept of trials that were given up; each has at most 256 MiB. */
const MOST_KEPT = 4;

export const CHECKPOINT_MIGRATIONS: readonly Migration<CheckpointSchema>[] = [
  (db) => {
    db.createObjectStore('checkpoints');
    db.createObjectStore('about');
  },
];

const NAME = 'lora-lab-checkpoints';

const { ask } = createDatabase<CheckpointSchema>(NAME, CHECKPOINT_MIGRATIONS);

/** A transaction that counts as done only once it is on the disk: a machine that stops must not lose it. */
const writing = (db: IDBPDatabase<CheckpointSchema>) =>
  db.transaction(['checkpoints', 'about'], 'readwrite', { durability: 'strict' });

export function aboutOf({ snapshot, savedAt }: TrialCheckpoint): CheckpointAbout {
  return { step: snapshot.step, totalSteps: snapshot.totalSteps, savedAt };
}

/** A checkpoint whose time cannot be read counts as the oldest. */
function savedAtOf(about: unknown): string {
  return isObject(about) && typeof about['savedAt'] === 'string' ? about['savedAt'] : '';
}

/**
 * Replaces the trial's checkpoint as a whole or not at all. The oldest ones of other trials make room for it, except those of a
 * newer lab.
 * @param isInUse whether the trial of a key is training, here or in another tab; its checkpoint then stays
 */
export async function storeCheckpoint(
  key: string,
  checkpoint: TrialCheckpoint,
  isInUse: (key: string) => boolean = () => false,
): Promise<void> {
  // There is no time limit: the value may be large, and nobody waits for it.
  await pastRemoval(() => ask((db) => putCheckpoint(db, key, checkpoint, isInUse), null));
}

async function putCheckpoint(
  db: IDBPDatabase<CheckpointSchema>,
  key: string,
  checkpoint: TrialCheckpoint,
  isInUse: (key: string) => boolean,
): Promise<void> {
  const transaction = writing(db);
  const [values, abouts] = [transaction.objectStore('checkpoints'), transaction.objectStore('about')];
  const work = async (): Promise<void> => {
    const [keys, known] = await Promise.all([abouts.getAllKeys(), abouts.getAll()]);
    const others = keys
      .map((other, i) => ({ other, savedAt: savedAtOf(known[i]) }))
      .filter(({ other }) => other !== key && !isOfNewerEngine(String(other)))
      .sort((a, b) => b.savedAt.localeCompare(a.savedAt));
    const gone = others.slice(MOST_KEPT - 1).flatMap(({ other }) => (isInUse(String(other)) ? [] : [other]));
    await Promise.all([
      ...gone.flatMap((other) => [values.delete(other), abouts.delete(other)]),
      values.put(checkpoint, key),
      abouts.put(aboutOf(checkpoint), key),
    ]);
  };
  await through(transaction, [work()]);
}

const LOCATION: StoreLocation = {
  kind: 'checkpoint',
  database: NAME,
  store: 'checkpoints',
  ask,
  milliseconds: LARGE_MS,
};

/** The checkpoints of the trials with these keys; those that cannot be read are set aside. */
export async function listCheckpoints(keys: readonly string[]): Promise<Record<string, CheckpointAbout>> {
  const found = await ask((db) => {
    const transaction = db.transaction(['about', 'checkpoints']);
    const [abouts, values] = [transaction.objectStore('about'), transaction.objectStore('checkpoints')];
    return Promise.all(
      keys.map(async (key) => ({
        key,
        about: readAbout(await abouts.get(key)),
        kept: (await values.getKey(key)) !== undefined,
      })),
    );
  });
  const listed: Record<string, CheckpointAbout> = {};
  for (const { key, about, kept } of found) {
    if (!kept) continue;
    const known = about ?? (await rewriteAbout(key));
    if (known) listed[key] = known;
  }
  return listed;
}

function readAbout(value: unknown): CheckpointAbout | null {
  try {
    return value === undefined ? null : readStoredAbout(value);
  } catch {
    return null;
  }
}

/** Writes the description again from the checkpoint itself. @returns null if that cannot be read either */
async function rewriteAbout(key: string): Promise<CheckpointAbout | null> {
  const checkpoint = await readCheckpoint(key);
  if (!checkpoint) return null;
  const about = aboutOf(checkpoint);
  await ask((db) => db.put('about', about, key));
  return about;
}

/** Undefined where nothing is stored. A value that cannot be read is set aside. */
export async function readCheckpoint(key: string): Promise<TrialCheckpoint | undefined> {
  return (await readSound(LOCATION, [key], readStoredCheckpoint)).get(key);
}

export async function deleteCheckpoints(keys: readonly string[]): Promise<void> {
  await ask(async (db) => {
    const transaction = writing(db);
    const [values, abouts] = [transaction.objectStore('checkpoints'), transaction.objectStore('about')];
    await through(
      transaction,
      keys.flatMap((key) => [values.delete(key), abouts.delete(key)]),
    );
  });
}

/** Removes the checkpoints that are not wanted, except those of a newer lab. */
export async function deleteAllBut(isWanted: (key: string) => boolean): Promise<void> {
  const keys = await ask((db) => db.getAllKeys('about'));
  const gone = keys.filter((key) => !isWanted(String(key)) && !isOfNewerEngine(String(key)));
  if (gone.length > 0) await deleteCheckpoints(gone);
}

export async function hasNewerCheckpoints(): Promise<boolean> {
  return (await ask((db) => db.getAllKeys('about'))).some((key) => isOfNewerEngine(String(key)));
}
