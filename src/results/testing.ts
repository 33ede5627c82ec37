/** @file What records say of their validation rows, for tests. */
import { packBits } from '../base/bits';
import { sumOf } from '../base/sum';
import type { TrialRecord } from './results';

type Fields = Required<
  Pick<TrialRecord, 'accuracy' | 'correct' | 'confusion' | 'validationClasses' | 'validationId'>
>;

export const ROWS_ID = '0123456789abcdef0123456789abcdef';

/** The fields of a trial that was measured on rows of these classes and took them for those. */
export function measuredAs(
  labels: readonly number[],
  predictions: readonly number[],
  classes = 2,
  validationId = ROWS_ID,
): Fields {
  const confusion = Array.from({ length: classes }, (_, label) =>
    Array.from(
      { length: classes },
      (_, other) => labels.filter((each, i) => each === label && predictions[i] === other).length,
    ),
  );
  const isRight = labels.map((label, i) => label === predictions[i]);
  return {
    accuracy: isRight.filter(Boolean).length / labels.length,
    correct: packBits(isRight),
    confusion,
    validationClasses: confusion.map(sumOf),
    validationId,
  };
}

/** Ten rows of two classes, of which the given number, the first of them, is classified rightly. */
export function tenRows(right: number): Fields {
  const labels = Array.from({ length: 10 }, (_, i) => i % 2);
  return measuredAs(
    labels,
    labels.map((label, i) => (i < right ? label : 1 - label)),
  );
}
