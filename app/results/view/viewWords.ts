/** @file What the present view of the results leaves out, in words. */
import { count } from '../../../src/base/format';

/** Scenarios that the pictures leave out; empty if there are none. */
export function hiddenWords(hidden: number): string {
  if (hidden === 0) return '';
  return hidden === 1 ? '1 scenario is hidden.' : `${count(hidden)} scenarios are hidden.`;
}

/** The same below the matrix of differences, where it matters to what is told. */
export function hiddenComparisonsWords(hidden: number): string {
  if (hidden === 0) return '';
  return `${hiddenWords(hidden)} Only the comparisons shown are tested, and Holm’s correction counts just these.`;
}
