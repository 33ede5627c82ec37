/** @file Asks Chromium's developer tools about a page's worker. */

/**
 * Must be called before the page starts its worker.
 * @param {import('playwright').Page} page
 */
export async function workerDevtools(page) {
  const session = await page.context().newCDPSession(page);
  /** @type {string | null} */
  let worker = null;
  let asked = 0;
  /** @type {Map<number, (result: any) => void>} */
  const answers = new Map();
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') worker = sessionId;
  });
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message);
    answers.get(id)?.(result);
    answers.delete(id);
  });
  // Without `flatten`, which the types take for granted, messages to the worker pass through this session.
  const autoAttach = { autoAttach: true, waitForDebuggerOnStart: false, flatten: false };
  await session.send('Target.setAutoAttach', /** @type {any} */ (autoAttach));

  /**
   * Sends a command to the worker that was started last.
   * @param {string} method @param {object} [params] @returns {Promise<any>} the answer's result
   */
  async function ask(method, params = {}) {
    if (worker === null) throw new Error('The page has no worker yet.');
    const id = ++asked;
    const answer = new Promise((resolve) => answers.set(id, resolve));
    const message = JSON.stringify({ id, method, params });
    await session.send('Target.sendMessageToTarget', { sessionId: worker, message });
    return await answer;
  }

  /**
   * Bytes that the worker holds now in objects and array buffers, those included that are not collected yet.
   * @type {() => Promise<number>}
   */
  const heapBytes = async () => {
    const { usedSize, backingStorageSize } = await ask('Runtime.getHeapUsage');
    return usedSize + backingStorageSize;
  };

  // The session is the page's own.
  return { session, ask, heapBytes };
}
