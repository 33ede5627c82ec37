/** @file Writing that gets past the moment in which the browser removes the page's storage. */

/** What a transaction ends with, and what a closed connection answers, when the storage goes. */
const OF_REMOVAL = ['AbortError', 'InvalidStateError'];

/**
 * Does the work once more on a new connection where the first attempt lost its own: removed storage ends every transaction
 * that is open, and is there again, empty, right afterwards.
 * @throws DOMException what the second attempt failed with, or the first if it was for another reason
 */
export async function pastRemoval<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DOMException) || !OF_REMOVAL.includes(error.name)) throw error;
    // The connection is told that it is closed only after its transactions are.
    await new Promise((resolve) => setTimeout(resolve));
    return work();
  }
}
