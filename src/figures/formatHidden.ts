/** @file What the present view of the results leaves out, in words. */
import { count } from '../base/format';

/** Scenarios that the pictures leave out; empty if there are none. */
export function formatHidden(hidden: number): string {
  if (hidden === 0) return '';
  return hidden === 1 ? '1 scenario is hidden.' : `${count(hidden)} scenarios are hidden.`;
}

/** The same below the matrix of differences, where it matters to what is told. */
export function formatHiddenComparisons(hidden: number): string {
  if (hidden === 0) return '';
  return `${formatHidden(hidden)} Only the comparisons shown are tested, and Holm’s correction counts just these.`;
}
