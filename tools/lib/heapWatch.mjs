/** @file What a page and its worker hold, after a collection, by Chromium's own count. Needs node_modules. */

/**
 * @typedef {object} Held
 * @property {number} pageBytes objects and array buffers of the page
 * @property {number} workerBytes of the trainer
 * @property {number} nodes of the DOM, detached ones too
 * @property {number} listeners of events
 * @property {number} gpuBytes of buffers on the device that were made and not destroyed
 * @property {number} gpuBuffers how many
 */

/**
 * Run in the worker before its own scripts: counts what the device holds, whoever asked for it.
 * Ends with whether it does: a global scope that has just begun may lack WebGPU still.
 */
const COUNT_BUFFERS = `(() => {
  if (self.heldBuffers) return true;
  if (!('GPUDevice' in self)) return false;
  const held = new Map();
  self.heldBuffers = () => [[...held.values()].reduce((sum, bytes) => sum + bytes, 0), held.size];
  const { createBuffer } = GPUDevice.prototype;
  const { destroy } = GPUBuffer.prototype;
  let made = 0;
  const numbers = new WeakMap();
  GPUDevice.prototype.createBuffer = function (descriptor) {
    const buffer = createBuffer.call(this, descriptor);
    numbers.set(buffer, ++made);
    held.set(made, buffer.size);
    return buffer;
  };
  GPUBuffer.prototype.destroy = function () {
    held.delete(numbers.get(this));
    return destroy.call(this);
  };
  return true;
})()`;
/** Half a second in all. */
const [TRIES, BETWEEN_TRIES_MS] = [50, 10];

/**
 * To be called before the page is opened: the worker waits until its buffers are counted.
 * @param {import('playwright').Page} page
 */
export async function watchHeaps(page) {
  const session = await page.context().newCDPSession(page);
  /** @type {string | null} */
  let worker = null;
  let asked = 0;
  /** @type {Map<number, (result: any) => void>} */
  const answers = new Map();
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message);
    answers.get(id)?.(result);
    answers.delete(id);
  });
  /** @param {string} sessionId @param {string} method @param {object} [params] @returns {Promise<any>} */
  const ask = async (sessionId, method, params = {}) => {
    const id = ++asked;
    const answer = new Promise((resolve) => answers.set(id, resolve));
    await session.send('Target.sendMessageToTarget', {
      sessionId,
      message: JSON.stringify({ id, method, params }),
    });
    return await answer;
  };
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    void (async () => {
      if (targetInfo.type === 'worker') {
        worker = sessionId;
        for (let i = 0; i < TRIES; i++) {
          const { result } = (await ask(sessionId, 'Runtime.evaluate', { expression: COUNT_BUFFERS })) ?? {};
          if (result?.value === true) break;
          await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
        }
      }
      await ask(sessionId, 'Runtime.runIfWaitingForDebugger');
    })().catch(() => undefined); // a worker that has ended meanwhile
  });
  // Without `flatten`, which the types take for granted, messages to the worker pass through this session.
  const autoAttach = { autoAttach: true, waitForDebuggerOnStart: true, flatten: false };
  await session.send('Target.setAutoAttach', /** @type {any} */ (autoAttach));
  return {
    /** @returns {Promise<Held>} */
    async read() {
      if (worker === null) throw new Error('The page has no worker yet.');
      // Twice: what a finalizer lets go of is collected by the second.
      for (let i = 0; i < 2; i++) {
        await session.send('HeapProfiler.collectGarbage');
        await ask(worker, 'HeapProfiler.collectGarbage');
      }
      const usage = /** @type {any} */ (await session.send('Runtime.getHeapUsage'));
      const own = await ask(worker, 'Runtime.getHeapUsage');
      const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
      const { result } = await ask(worker, 'Runtime.evaluate', {
        expression: 'self.heldBuffers?.() ?? [0, 0]',
        returnByValue: true,
      });
      const [gpuBytes, gpuBuffers] = result.value;
      return {
        pageBytes: usage.usedSize + usage.backingStorageSize,
        workerBytes: own.usedSize + own.backingStorageSize,
        nodes,
        listeners: jsEventListeners,
        gpuBytes,
        gpuBuffers,
      };
    },
  };
}

/**
 * Resident bytes of the browser's GPU process, which runs the software adapter too; null where they cannot be read.
 * @param {import('playwright').Browser} browser
 */
export async function gpuProcessBytes(browser) {
  const { readFile } = await import('node:fs/promises');
  try {
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    await session.detach();
    const gpu = processInfo.find(({ type }) => type === 'GPU');
    if (!gpu) return null;
    const status = await readFile(`/proc/${gpu.id}/status`, 'utf8');
    const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(status) ?? [];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null; // no Linux, or no such process
  }
}
