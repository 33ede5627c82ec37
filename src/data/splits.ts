/** @file The splits of a data set that are trained on and measured on. */
import { LabError } from '../base/errors';
import { HELD_OUT } from '../experiment/experiment';
import { quote } from '../experiment/validate';
import type { RowSource } from './table';

export interface OpenDataset {
  /** The subsets; empty if the data set has none to choose from. */
  readonly subsets: readonly string[];
  readonly subset: string | null;
  readonly splits: readonly string[];
  readonly trainSplit: string;
  /** The validation split; null if a part of the training rows is held out. */
  readonly validationSplit: string | null;
  readonly train: RowSource;
  readonly validation: RowSource | null;
  /** Whether the validation split is a guess, to be dropped if its labels turn out to be hidden. */
  readonly validationIsGuess: boolean;
}

/** @throws LabError naming the available splits, if `split` is none of them */
export function chosenSplit(id: string, split: string, splits: readonly string[]): string {
  if (splits.includes(split)) return split;
  throw new LabError(
    `${id} has no split ${quote(split)}.`,
    `Choose one of ${splits.slice(0, 12).map(quote).join(', ')}.`,
  );
}

export function sameSplit(split: string): LabError {
  return new LabError(
    `Training and validation would both use the split ${quote(split)}.`,
    `Choose another one, or "${HELD_OUT}" to hold out a part of it.`,
  );
}
