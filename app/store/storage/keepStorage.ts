/** @file Asks the browser not to clear what the page stores when the disk runs short. */

let asked = false;

/**
 * Asks once a visit. Most browsers decide by themselves, some ask the person. Nothing depends on the answer, so it is not shown.
 */
export function askToKeepStorage(): void {
  if (asked) return;
  asked = true;
  // It is absent on pages that are served over plain HTTP in a local network.
  const { storage } = navigator as { readonly storage?: StorageManager };
  if (!storage?.persist) return;
  storage
    .persisted()
    .then((isKept) => isKept || storage.persist())
    .catch(() => false);
}
