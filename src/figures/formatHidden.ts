/** @file Sentences about the scenarios that the view of the results leaves out. */
import { count } from '../base/format';

/** Says how many scenarios the figure leaves out; empty if there are none. */
export function formatHidden(hidden: number): string {
  if (hidden === 0) return '';
  return hidden === 1 ? '1 scenario is hidden.' : `${count(hidden)} scenarios are hidden.`;
}

/** The same below the matrix of differences, whose verdicts depend on all that is compared. */
export function formatHiddenComparisons(hidden: number): string {
  if (hidden === 0) return '';
  return `${formatHidden(hidden)} Holm’s correction counts ${hidden === 1 ? 'it' : 'them'} all the same.`;
}
