/** @file Errors that are meant for the person at the page. */

/**
 * The longest message, in characters. Code that throws cuts a stranger's text itself (shown.ts); this limit catches
 * what it overlooked.
 */
const LONGEST = 600;

const bounded = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text);

/** An error that says what went wrong, naming the thing, and what to do about it. */
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

/** How Chromium, Firefox and Safari say that a script or style of the build could not be loaded. */
const NOT_LOADED = /dynamically imported module|importing a module script|preload CSS/i;

/** Whether the error says that a part of the build that is loaded on demand could not be loaded. */
export const isNotLoaded = (error: unknown): boolean =>
  error instanceof Error && NOT_LOADED.test(error.message);

/** Why it could not be loaded, as the end of a sentence. */
export const NOT_LOADED_REASON =
  'could not be loaded, because the network is gone or a newer version of the lab has taken this one’s place';

/** A caught value as text for a person, whatever was thrown. */
export function describeError(error: unknown): { message: string; remedy: string } {
  if (error instanceof LabError) return { message: error.message, remedy: error.remedy };
  if (isNotLoaded(error))
    return {
      message: `What this needs ${NOT_LOADED_REASON}.`,
      remedy: 'Save the results, then reload the page.',
    };
  const message = bounded(error instanceof Error ? error.message : String(error));
  return {
    message,
    remedy: 'Reload the page; if it happens again, save the results and report this message.',
  };
}
