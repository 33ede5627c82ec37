/** @file What a trial's last evaluation keeps of each validation row, in the order of the rows. */
import { packBits } from '../base/bits';
import { evaluationOrder } from '../data/batches';
import type { Sentences } from '../data/sentences';
import type { TrialRecord } from '../results/results';

export type ClassifiedRows = Required<Pick<TrialRecord, 'correct' | 'confusion'>>;

/**
 * @param predictions the class that each row was taken for, in the order in which evaluation takes the rows
 * @param classes how many classes there are
 */
export function classifiedRows(
  validation: Sentences,
  predictions: readonly number[],
  classes: number,
): ClassifiedRows {
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const isRight = new Array<boolean>(validation.length).fill(false);
  for (const [i, row] of evaluationOrder(validation).entries()) {
    const [label, prediction] = [validation.labels[row] ?? -1, predictions[i] ?? -1];
    const counts = confusion[label];
    if (counts?.[prediction] === undefined)
      throw new Error(`Row ${row} of class ${label} was taken for class ${prediction} of ${classes}.`);
    counts[prediction]++;
    isRight[row] = label === prediction;
  }
  return { correct: packBits(isRight), confusion };
}
