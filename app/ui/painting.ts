/** @file When the browser has painted what it was given. */

/** Milliseconds to wait for the first picture. A browser that draws nothing, or does not tell, starts the page then. */
const PATIENCE_MS = 1000;

/**
 * Resolves when the browser has shown the first words of the page. A frame's callbacks would come too early: what begins then
 * competes with the drawing of that frame.
 */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    if (document.hidden) return resolve();
    const observer = new PerformanceObserver((list) => {
      if (list.getEntriesByName('first-contentful-paint').length > 0) done();
    });
    const done = (): void => {
      clearTimeout(late);
      observer.disconnect();
      resolve();
    };
    const late = setTimeout(done, PATIENCE_MS);
    observer.observe({ type: 'paint', buffered: true });
  });
}
