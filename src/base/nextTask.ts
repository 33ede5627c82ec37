/** @file Lets waiting messages in: a training loop on the CPU would otherwise never see a cancel. */

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
