/** @file Lets only one tab train a trial, by a Web Lock for each trial, which the browser releases when a tab closes or crashes. */
import { fnv1a } from '../../../src/base/fnv1a';
import { inTime } from '../../../src/base/inTime';

export type Release = () => void;

/** Undefined in older browsers, and on pages that are served over plain HTTP in a local network. */
const locksHere = (): LockManager | undefined => (navigator as { readonly locks?: LockManager }).locks;

/** Names of the locks that this page holds. */
const own = new Set<string>();

/**
 * Takes the locks of these trials, all of them or none, and holds them until they are released.
 *
 * The locks are asked for one after another in the order of their names. Two tabs that want some of the same trials
 * therefore never keep each other waiting, and one of them always gets its locks.
 *
 * @param keys of the trials, as trialKey gives them
 * @param wait its abort ends the waiting for other tabs; without it they are not waited for
 * @returns null if another tab has one of the locks. Where the browser has no locks, refuses them or does not answer
 *   in time, no lock is held and no tab is kept out.
 * @throws the signal's reason
 */
export async function lockTrials(keys: readonly string[], wait?: AbortSignal): Promise<Release | null> {
  const locks = locksHere();
  const releases: Release[] = [];
  const release: Release = () => releases.splice(0).forEach((free) => free());
  if (!locks) return release;
  let isOver = false;
  const lockAll = async (): Promise<Release | null> => {
    for (const name of [...new Set(keys.map(lockName))].sort()) {
      const free = await lockOne(locks, name, wait);
      if (free) releases.push(free);
      else {
        release();
        return null;
      }
      if (isOver) {
        release();
        return null;
      }
    }
    return release;
  };
  try {
    // Another tab may hold its lock for hours, but whether it has one is known at once.
    return await (wait ? lockAll() : inTime(lockAll(), { onLate: release }));
  } catch (error) {
    isOver = true;
    release();
    if (wait?.aborted) throw error;
    return release; // refused, as in a sandboxed frame, or without an answer
  }
}

/** @returns null if another tab has the lock */
function lockOne(locks: LockManager, name: string, wait: AbortSignal | undefined): Promise<Release | null> {
  return new Promise((resolve, reject) => {
    const hold = (lock: Lock | null): Promise<void> | undefined => {
      if (!lock) {
        resolve(null);
        return undefined;
      }
      own.add(name);
      return new Promise((free) =>
        resolve(() => {
          own.delete(name);
          free();
        }),
      );
    };
    locks.request(name, wait ? { signal: wait } : { ifAvailable: true }, hold).catch(reject);
  });
}

/**
 * Which trials other tabs are training, or are about to.
 * @returns a function of a trial's key; it is false for all where the browser has no locks
 */
export async function trialsOfOthers(): Promise<(key: string) => boolean> {
  const { held = [] } = await inTime(locksHere()?.query() ?? Promise.resolve({ held: [] }));
  const others = new Set(held.flatMap(({ name }) => (name === undefined || own.has(name) ? [] : [name])));
  return (key) => others.has(lockName(key));
}

/** The lock's name is a hash of the key, because keys are long and contain what a person has typed. */
export function lockName(key: string): string {
  const digits = [2166136261, 0x9e3779b9].map((basis) => fnv1a(key, basis).toString(16).padStart(8, '0'));
  return `lora-lab-trial-${digits.join('')}`;
}
