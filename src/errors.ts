/** @file Errors that are meant for the person at the page. */

/** Characters of a message. Those who throw show a stranger's text cut (shown.ts); this is for what they overlooked. */
const LONGEST = 600;

const bounded = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text);

/** What went wrong, naming the thing, and what to do about it. */
export class LabError extends Error {
  /** @param remedy one sentence: what the person can change. */
  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(bounded(message));
    this.name = 'LabError';
  }
}

/** A caught value as text for a person, whatever was thrown. */
export function describeError(error: unknown): { message: string; remedy: string } {
  if (error instanceof LabError) return { message: error.message, remedy: error.remedy };
  const message = bounded(error instanceof Error ? error.message : String(error));
  return {
    message,
    remedy: 'Reload the page; if it happens again, save the results and report this message.',
  };
}
