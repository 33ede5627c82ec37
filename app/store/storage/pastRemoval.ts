/** @file Writes again where the browser removes the page's storage at that moment. */

/** Errors of an open transaction, and of a closed connection, when the storage is removed. */
const OF_REMOVAL = ['AbortError', 'InvalidStateError'];

/**
 * Does the work once more on a new connection if the first attempt lost its connection: when the storage is removed, every
 * open transaction ends, and right afterwards there is new, empty storage.
 * @throws DOMException the error of the second attempt, or of the first if it had another reason
 */
export async function pastRemoval<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DOMException) || !OF_REMOVAL.includes(error.name)) throw error;
    // The connection learns that it is closed only after its transactions have ended.
    await new Promise((resolve) => setTimeout(resolve));
    return work();
  }
}
