/**
 * @file Finds out whether the trainer's worker still lives. A browser that ends a worker, for lack of memory for
 * example, reports it to nobody; but it releases the Web Locks that the worker held.
 */

/** Absent in older browsers, and on pages served over plain HTTP in a local network. */
const locksHere = (): LockManager | undefined => (navigator as { readonly locks?: LockManager }).locks;

/**
 * In the worker: holds a lock of its own until the worker ends.
 * @returns the lock's name once it is held; null if the browser has or gives no locks
 */
export function holdLifeline(): Promise<string | null> {
  const locks = locksHere();
  if (!locks) return Promise.resolve(null);
  const name = `lora-lab-worker-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
  return new Promise((resolve) => {
    const forever = (): Promise<never> => {
      resolve(name);
      return new Promise(() => undefined);
    };
    locks.request(name, forever).catch(() => resolve(null)); // refused, as in a sandboxed frame
  });
}

/**
 * In the page: waits for the end of the worker that holds the lock.
 * @param signal ends the waiting, because the worker is ended on purpose
 */
export function watchLifeline(name: string, signal: AbortSignal, onEnded: () => void): void {
  locksHere()
    ?.request(name, { signal }, () => {
      if (!signal.aborted) onEnded();
    })
    .catch(() => undefined); // given up
}
