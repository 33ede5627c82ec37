/** @file What guessing would be right for: the mark that an accuracy has to pass. */
import { count, percent } from '../base/format';

export interface Guessing {
  /** In [0, 1]. */
  readonly share: number;
  /** What stands beside the mark on the axis. */
  readonly label: string;
  /** What the mark is, as a sentence. */
  readonly sentence: string;
}

/**
 * One of the classes where all are equally frequent, else the most frequent one: always naming it beats drawing lots.
 * @param classes validation rows of each class; null if not known
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
