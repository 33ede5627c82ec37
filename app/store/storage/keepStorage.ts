/** @file Asks the browser not to clear what the page stores when the disk runs short. */

let asked = false;

/**
 * Once a visit. Most browsers decide by themselves, some ask the person; nothing hangs on the answer, so nobody is told of it.
 */
export function askToKeepStorage(): void {
  if (asked) return;
  asked = true;
  // Absent on pages served over plain HTTP in a local network.
  const { storage } = navigator as { readonly storage?: StorageManager };
  if (!storage?.persist) return;
  storage
    .persisted()
    .then((isKept) => isKept || storage.persist())
    .catch(() => false);
}
