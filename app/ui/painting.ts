/** @file Tasks of their own for what starts the page, so that the browser can paint and answer between them. */

/** Milliseconds to wait for a frame. A browser that paints nothing, as in a tab behind others, gives none. */
const FRAME_PATIENCE_MS = 250;

/** Resolves in a new task. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    // Timers would wait longer, the more of them follow one another.
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Resolves when the browser has painted what is in the page now, or could have. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    if (document.hidden) return resolve();
    const late = setTimeout(resolve, FRAME_PATIENCE_MS);
    // The frame is painted after its callbacks, so the task after them comes after the paint.
    requestAnimationFrame(() => {
      clearTimeout(late);
      void nextTask().then(resolve);
    });
  });
}
