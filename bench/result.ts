/** @file Where a benchmark page leaves what it measured, for whoever drives the browser. */

declare global {
  interface Window {
    /** JSON; what is in it is each page's own. */
    result?: unknown;
  }
}

export function publish(result: unknown): void {
  window.result = result;
}

/** A line in the console and on the page. */
export function say(line: string): void {
  console.log(line);
  document.getElementById('log')?.append(`${line}\n`);
}
