/**
 * @file Trials that collapsed: a model that names one class for every sentence, or one that does no better. They have an
 * accuracy and stay in every figure, but are counted apart.
 */
import { count } from '../base/format';
import { sumOf } from '../base/sum';

/** What is needed from a trial that ended as done. */
export interface Measured {
  readonly accuracy: number | null;
  /** Validation rows of each class; left out if not known. */
  readonly validationClasses?: readonly number[];
}

/**
 * Whether a trial is right for at most one validation sentence more than always naming the most frequent class would
 * be. False if the classes of its sentences are not known.
 */
export function isCollapsed({ accuracy, validationClasses }: Measured): boolean {
  const rows = sumOf(validationClasses ?? []);
  if (accuracy === null || !validationClasses || rows === 0) return false;
  // An accuracy is a quotient of whole numbers, so its product with the rows is not quite whole.
  return accuracy * rows <= Math.max(...validationClasses) + 1 + 1e-6;
}

interface Named {
  readonly scenario: { readonly name: string };
  readonly done: readonly Measured[];
}

/** Counts the collapsed trials, scenario by scenario; empty if there are none. */
export function formatCollapsed(groups: readonly Named[]): string {
  const some = groups.flatMap(({ scenario, done }) => {
    const collapsed = done.filter(isCollapsed).length;
    return collapsed === 0 ? [] : [`${scenario.name}: ${count(collapsed)} of ${count(done.length)}`];
  });
  if (some.length === 0) return '';
  return (
    `Collapsed trials: ${some.join('; ')} (right for at most one sentence more than always naming the most frequent ` +
    'class; mean, deviation and interval include them).'
  );
}
