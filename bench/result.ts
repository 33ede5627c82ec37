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
