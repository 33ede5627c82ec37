/** @file Texts that say what the current view of the results hides. */
import { count } from '../base/format';

/** Says how many scenarios are hidden; empty if none is. */
export function formatHidden(hidden: number): string {
  if (hidden === 0) return '';
  return hidden === 1 ? '1 scenario is hidden.' : `${count(hidden)} scenarios are hidden.`;
}

/** Says below the matrix of differences what hiding scenarios means for its tests. */
export function formatHiddenComparisons(hidden: number): string {
  if (hidden === 0) return '';
  return `${formatHidden(hidden)} Only the comparisons shown are tested, and Holm’s correction counts just these.`;
}
