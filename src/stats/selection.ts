/** @file How much better the highest of several means looks than the scenario behind it is. */
import { differenceAt, type Differences } from './comparisons/differences';
import { expectedMaximum } from './distributions/normalMaximum';
import { meanOf } from './summary';

export interface Selection {
  /** The number of scenarios that the highest mean was chosen from. */
  readonly scenarios: number;
  /** Expected excess of the highest mean over its true value, in the values' units, if all were equally good. */
  readonly inflation: number;
}

/**
 * What all scenarios share (seeds, sentences) moves no choice among them. So a mean's error counts without it: half the
 * squared error of a difference, averaged over pairs. With the same seeds everywhere that is the scenario × seed mean
 * square of the two-way table (G. Snedecor and W. Cochran, Statistical Methods, 1989) over the number of seeds, and
 * where trials' hits are known its scenario × sentence part comes to it.
 * @param chosenFrom positions of the scenarios, two or more, each with a mean
 * @returns null while no spread is known
 */
export function selectionOf(differences: Differences, chosenFrom: readonly number[]): Selection | null {
  const squaredErrors = chosenFrom.flatMap((row, i) =>
    chosenFrom.slice(i + 1).flatMap((column) => {
      const error = differenceAt(differences, { row, column })?.difference.comparison.error;
      return error ? [error.seeds + error.sentences] : [];
    }),
  );
  if (squaredErrors.length === 0) return null;
  const ownError = Math.sqrt(meanOf(squaredErrors) / 2);
  return { scenarios: chosenFrom.length, inflation: expectedMaximum(chosenFrom.length) * ownError };
}
