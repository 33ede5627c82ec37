/** @file One tab at a time trains an experiment: Web Locks, which a browser takes back from a tab that closes or crashes. */

import { fnv1a } from '../../src/fnv1a';

export type Release = () => void;

/**
 * Holds the lock of the experiment with these trials until it is released.
 * @param wait until when to wait for another tab; left out, it is not waited for
 * @returns null if another tab has it. Where the browser has no locks, nothing is held, and nobody kept out.
 * @throws the signal's reason
 */
export function lockExperiment(keys: readonly string[], wait?: AbortSignal): Promise<Release | null> {
  // Absent in older browsers, and on pages served over plain HTTP in a local network.
  const locks = (navigator as { readonly locks?: LockManager }).locks;
  const free: Release = () => undefined;
  if (!locks) return Promise.resolve(free);
  return new Promise((resolve, reject) => {
    const hold = (lock: Lock | null): Promise<void> | undefined => {
      if (lock) return new Promise((release) => resolve(() => release()));
      resolve(null);
      return undefined;
    };
    locks
      .request(lockName(keys), wait ? { signal: wait } : { ifAvailable: true }, hold)
      .catch((error: unknown) => {
        if (wait?.aborted) reject(error instanceof Error ? error : new Error(String(error)));
        else resolve(free); // refused, as in a sandboxed frame
      });
  });
}

/** The same for the same trials, in whatever order they stand. */
export function lockName(keys: readonly string[]): string {
  const text = [...keys].sort().join('\n');
  const digits = [2166136261, 0x9e3779b9].map((basis) => fnv1a(text, basis).toString(16).padStart(8, '0'));
  return `lora-lab-run-${digits.join('')}`;
}
