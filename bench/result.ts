/** @file How a benchmark page hands over what it measured to whatever drives the browser. */

declare global {
  interface Window {
    /** JSON, of a form that each page defines. */
    result?: unknown;
  }
}

export function publish(result: unknown): void {
  window.result = result;
}

/** Writes a line to the console and the page. */
export function say(line: string): void {
  console.log(line);
  document.getElementById('log')?.append(`${line}\n`);
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Runs a page's work to its end. 'done' in the title says that it is over.
 * @param measure gets the time at which the page began, in milliseconds
 * @param failed what is published where it fails
 */
export async function runPage(
  measure: (start: number) => Promise<void>,
  failed: (error: string) => unknown,
): Promise<void> {
  const start = performance.now();
  try {
    await measure(start);
  } catch (error) {
    say(messageOf(error));
    publish(failed(messageOf(error)));
  }
  say(`done in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  document.title = 'done';
}
