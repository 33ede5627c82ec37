/** @file Lists names of columns for a message. */
import { quote } from '../experiment/validate';

const MOST_NAMED = 12;

export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).map(quote);
  return shown.join(', ') + (names.length > shown.length ? ', ...' : '');
}
