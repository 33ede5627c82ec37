/** @file Errors that say that something other than React has changed the page's elements. */

/** What browsers say when elements that React made are no longer where it put them. */
const NOT_WHERE_IT_WAS = /removeChild|insertBefore/;

/** Whether the page was rewritten, as translators do. What it shows then is wrong everywhere, not only where this fails. */
export const isRewritten = (error: unknown): boolean =>
  error instanceof DOMException && NOT_WHERE_IT_WAS.test(error.message);
