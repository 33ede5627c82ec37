/** @file The accuracy of guessing, which a trained model has to beat. */
import { count, percent } from '../base/format';

export interface Guessing {
  /** The accuracy, in [0, 1]. */
  readonly share: number;
  /** The label of the mark on the axis. */
  readonly label: string;
  /** An explanation of the mark, as a sentence. */
  readonly sentence: string;
}

/**
 * Guessing picks any class if all are equally frequent, or else always the most frequent one, which beats picking at
 * random.
 * @param classes number of validation rows of each class; null if not known
 */
export function guessingOf(classes: readonly number[] | null): Guessing | null {
  const rows = classes?.reduce((sum, each) => sum + each, 0) ?? 0;
  if (!classes || rows === 0) return null;
  const most = Math.max(...classes);
  const share = most / rows;
  if (classes.every((each) => each === most))
    return {
      share,
      label: 'guessing',
      sentence: `Guessing would be right for ${percent(share)}: one of ${classes.length} equally frequent classes.`,
    };
  return {
    share,
    label: 'majority class',
    sentence: `Always naming the most frequent class would be right for ${percent(share)}: ${count(most)} of ${count(rows)} validation sentences.`,
  };
}
