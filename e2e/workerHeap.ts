/** @file How much memory of JavaScript's the page's worker takes, by Chromium's own count. */
import type { CDPSession, Page } from '@playwright/test';

interface HeapUsage {
  readonly usedSize: number;
  /** Bytes of array buffers, which stand outside the heap proper. */
  readonly backingStorageSize: number;
}

export interface WorkerHeap {
  /** Bytes now: objects and array buffers, with those that nothing refers to and are not collected yet. */
  readonly read: () => Promise<number>;
  /** Bytes that something refers to: they are read after a collection. */
  readonly readHeld: () => Promise<number>;
}

/** To be called before the page starts its worker. */
export async function watchWorkerHeap(page: Page): Promise<WorkerHeap> {
  const session = await page.context().newCDPSession(page);
  let worker: string | null = null;
  const answers = new Map<number, (usage: HeapUsage) => void>();
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') worker = sessionId;
  });
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message) as { id: number; result: HeapUsage };
    answers.get(id)?.(result);
    answers.delete(id);
  });
  // Without `flatten` messages to the worker pass through this session.
  const autoAttach: Parameters<CDPSession['send']>[1] = {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  };
  await session.send('Target.setAutoAttach', autoAttach as never);
  let asked = 0;
  const ask = async (method: string): Promise<HeapUsage> => {
    if (worker === null) throw new Error('The page has no worker yet.');
    const id = ++asked;
    const answer = new Promise<HeapUsage>((resolve) => answers.set(id, resolve));
    const message = JSON.stringify({ id, method });
    await session.send('Target.sendMessageToTarget', { sessionId: worker, message });
    return await answer;
  };
  const read = async (): Promise<number> => {
    const { usedSize, backingStorageSize } = await ask('Runtime.getHeapUsage');
    return usedSize + backingStorageSize;
  };
  return {
    read,
    readHeld: async () => {
      await ask('HeapProfiler.collectGarbage');
      return await read();
    },
  };
}
