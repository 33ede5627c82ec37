/**
 * @file What guessing reaches by each measure, which a trained model has to beat; and when classes are so unequal that it
 * reaches much.
 */
import { count, percent } from '../base/format';
import { sumOf } from '../base/sum';
import type { Measure } from '../experiment/experiment';
import { valueOfMajority } from './measures/fromConfusion';
import { MEASURE_FORMS } from './measures/measureForm';

export interface Guessing {
  /** The value: a share in [0, 1]; 0 for MCC. */
  readonly share: number;
  /** The label of the mark on the axis. */
  readonly label: string;
  /** An explanation of the mark, as a sentence. */
  readonly sentence: string;
  /** Why another measure says more than accuracy, as sentences; empty if accuracy will do, or is not the measure. */
  readonly warning: string;
}

/**
 * Guessing always names the most frequent class, which beats picking at random; where all are equally frequent, any other
 * guess is right as often.
 * @param classes number of validation rows of each class; null if not known
 */
export function guessingOf(
  classes: readonly number[] | null,
  measure: Measure = 'accuracy',
): Guessing | null {
  const rows = sumOf(classes ?? []);
  if (!classes || rows === 0) return null;
  const most = Math.max(...classes);
  const share = valueOfMajority(classes, measure);
  if (measure !== 'accuracy') {
    const { name, value } = MEASURE_FORMS[measure];
    return {
      share,
      label: 'majority class',
      sentence: `The ${name} of always naming the most frequent class is ${value(share)}.`,
      warning: '',
    };
  }
  if (classes.every((each) => each === most))
    return {
      share,
      label: 'guessing',
      sentence: `Guessing would be right for ${percent(share)}: one of ${classes.length} equally frequent classes.`,
      warning: '',
    };
  return {
    share,
    label: 'majority class',
    sentence: `Always naming the most frequent class would be right for ${percent(share)}: ${count(most)} of ${count(rows)} validation sentences.`,
    warning: hasUnequalClasses(classes)
      ? `The classes are unequal: naming the most frequent one every time already has an accuracy of ${percent(share)}. ` +
        'Macro-F1 and MCC are high only where every class is found.'
      : '',
  };
}

/**
 * Classes are unequal where naming the most frequent one goes this far from the share of equal classes, 1 / C, to being
 * right always. It parts GLUE's tasks as their authors did: those that are judged by F1 or MCC as well (QQP with 63 %,
 * MRPC with 68 % and CoLA with 69 % in the larger of two classes) lie above it, the others (56 % at most) below.
 */
const UNEQUAL = 0.2;

/** @param classes number of rows of each class, at least one of them above 0 */
function hasUnequalClasses(classes: readonly number[]): boolean {
  if (classes.length < 2) return false;
  // Counts, unlike shares, are exact: 60 % of two classes is just enough.
  const rows = sumOf(classes);
  const equal = rows / classes.length;
  return Math.max(...classes) - equal >= UNEQUAL * (rows - equal);
}
