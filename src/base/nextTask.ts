/** @file Lets waiting messages, painting and clicks in: a training loop on the CPU would otherwise never see a cancel. */

/** Resolves in a new macrotask; unlike setTimeout it is not slowed down when nested. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Milliseconds of work between two pauses. A frame has 16. */
const AT_A_TIME = 12;

/** Pauses, but only when it has worked for a while. */
export type Breathe = () => Promise<void>;

/** For long work that a page must not be frozen by: what it returns is to be awaited after every small part. */
export function breathing(): Breathe {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < AT_A_TIME) return;
    await nextTask();
    since = performance.now();
  };
}
