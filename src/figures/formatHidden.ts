/** @file Sentences about the scenarios that the view of the results leaves out. */
import { count } from '../base/format';

/** Says how many scenarios the figure leaves out; empty if there are none. */
export function formatHidden(hidden: number): string {
  if (hidden === 0) return '';
  return hidden === 1 ? '1 scenario is hidden.' : `${count(hidden)} scenarios are hidden.`;
}

/** The same below the matrix of differences, whose verdicts depend on what is compared. */
export function formatHiddenComparisons(hidden: number): string {
  if (hidden === 0) return '';
  return `${formatHidden(hidden)} Only the comparisons shown are tested, and Holm’s correction counts just these.`;
}
