/**
 * @file A time limit for answers from the browser that may never come: a database that does not open, a lock that is
 * not granted.
 */

/** The default limit; a browser that works answers within milliseconds. */
export const ANSWER_MS = 5000;

/** Thrown when the browser did not answer in time; it may still do so later. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

export interface TimeLimit<T> {
  /** Takes an answer that comes after the time is up, to use it or to give it back. */
  readonly onLate?: (value: T) => void;
  readonly milliseconds?: number;
}

/**
 * Waits for an answer, but not for ever.
 * @throws NoAnswer when the time is up; before that, whatever the answer throws
 */
export function inTime<T>(
  answer: Promise<T>,
  { onLate, milliseconds = ANSWER_MS }: TimeLimit<T> = {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      reject(new NoAnswer(`The browser has not answered within ${milliseconds / 1000} s.`));
    }, milliseconds);
    answer.then(
      (value) => {
        clearTimeout(timer);
        if (isLate) onLate?.(value);
        else resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}
