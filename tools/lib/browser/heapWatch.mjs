/** @file What a page and its worker hold after a garbage collection, as Chromium counts it. Needs node_modules. */
import { beginTrainersWith } from './trainerScript.mjs';
import { workerDevtools } from './workerDevtools.mjs';

/**
 * @typedef {object} Held
 * @property {number} pageBytes objects and array buffers of the page
 * @property {number} workerBytes of the trainer
 * @property {number} nodes of the DOM, detached ones too
 * @property {number} listeners of events
 * @property {number} gpuBytes of buffers on the device that were made and not destroyed
 * @property {number} gpuBuffers how many
 */

/** Runs in the worker before its own scripts, and counts what the device holds, whoever asked for it. */
const COUNT_BUFFERS = `(() => {
  if (!('GPUDevice' in self)) return;
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
})();`;

/**
 * Must be called before the page is opened.
 * @param {import('playwright').Page} page
 */
export async function watchHeaps(page) {
  const { session, ask, heapBytes } = await workerDevtools(page);
  await beginTrainersWith(page, () => COUNT_BUFFERS);
  return {
    /** @returns {Promise<Held>} */
    async read() {
      // The second collection takes what finalizers have let go of after the first.
      for (let i = 0; i < 2; i++) {
        await session.send('HeapProfiler.collectGarbage');
        await ask('HeapProfiler.collectGarbage');
      }
      const usage = /** @type {any} */ (await session.send('Runtime.getHeapUsage'));
      const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
      const { result } = await ask('Runtime.evaluate', {
        expression: 'self.heldBuffers?.() ?? [0, 0]',
        returnByValue: true,
      });
      const [gpuBytes, gpuBuffers] = result.value;
      return {
        pageBytes: usage.usedSize + usage.backingStorageSize,
        workerBytes: await heapBytes(),
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
