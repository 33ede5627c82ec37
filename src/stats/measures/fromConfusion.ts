/**
 * @file Measures of a classifier from its confusion counts: a list for each true class, with the number of its rows that
 * were taken for each class. They agree with scikit-learn's `accuracy_score`, `f1_score(average="macro",
 * zero_division=0)`, `balanced_accuracy_score` and `matthews_corrcoef`.
 */
import { sumOf } from '../../base/sum';
import type { Measure } from '../../experiment/experiment';
import { meanOf } from '../summary';

export type Confusion = readonly (readonly number[])[];

/** @returns accuracy, macro-F1 and balanced accuracy in [0, 1], MCC in [-1, 1]; NaN if there is no row */
export function valueFromConfusion(confusion: Confusion, measure: Measure): number {
  const classes = confusion.map((counts, label) => ({
    right: counts[label] ?? 0,
    rows: sumOf(counts),
    taken: sumOf(confusion.map((others) => others[label] ?? 0)),
  }));
  return OF[measure](classes);
}

/** Counts of one class: its rows, how many of them are right, and how many rows of any class were taken for it. */
interface ClassCounts {
  readonly right: number;
  readonly rows: number;
  readonly taken: number;
}

const OF: Readonly<Record<Measure, (classes: readonly ClassCounts[]) => number>> = {
  accuracy: (classes) => total(classes, 'right') / total(classes, 'rows'),

  /** The mean over classes of the harmonic mean of precision and recall. A class that occurs nowhere does not count. */
  macroF1: (classes) =>
    meanOf(
      classes
        .filter(({ rows, taken }) => rows + taken > 0)
        .map(({ right, rows, taken }) => (2 * right) / (rows + taken)),
    ),

  /** The mean share of each class's rows that are right, over classes that have rows. */
  balancedAccuracy: (classes) =>
    meanOf(classes.filter(({ rows }) => rows > 0).map(({ right, rows }) => right / rows)),

  /**
   * The correlation of true and predicted classes for any number of classes (Gorodkin 2004, "Comparing two K-category
   * assignments by a K-category correlation coefficient", R_K). It is 0 where one of the two never varies.
   */
  mcc(classes) {
    const rows = total(classes, 'rows');
    if (rows === 0) return NaN;
    const chance = sumOf(classes.map((each) => each.rows * each.taken));
    const spread = (of: 'rows' | 'taken'): number => rows ** 2 - sumOf(classes.map((each) => each[of] ** 2));
    const product = spread('rows') * spread('taken');
    return product === 0 ? 0 : (total(classes, 'right') * rows - chance) / Math.sqrt(product);
  },
};

const total = (classes: readonly ClassCounts[], of: keyof ClassCounts): number =>
  sumOf(classes.map((counts) => counts[of]));

/**
 * What naming the most frequent class every time gives: for accuracy its share.
 * @param classes number of rows of each class, at least one of them above 0
 */
export function valueOfMajority(classes: readonly number[], measure: Measure): number {
  const most = classes.indexOf(Math.max(...classes));
  return valueFromConfusion(
    classes.map((rows) => classes.map((_, taken) => (taken === most ? rows : 0))),
    measure,
  );
}
