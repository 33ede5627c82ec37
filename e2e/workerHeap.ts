/** @file How much memory the page's worker takes in JavaScript, as Chromium counts it. */
import type { Page } from '@playwright/test';
import { workerDevtools } from '../tools/lib/browser/workerDevtools.mjs';

export interface WorkerHeap {
  /** Bytes now: objects and array buffers, with those that nothing refers to and are not collected yet. */
  readonly read: () => Promise<number>;
  /** Bytes that something refers to: they are read after a collection. */
  readonly readHeld: () => Promise<number>;
}

/** Must be called before the page starts its worker. */
export async function watchWorkerHeap(page: Page): Promise<WorkerHeap> {
  const { ask, heapBytes } = await workerDevtools(page);
  return {
    read: heapBytes,
    readHeld: async () => {
      await ask('HeapProfiler.collectGarbage');
      return await heapBytes();
    },
  };
}
