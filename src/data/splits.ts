/** @file The splits of a data set that are trained on and measured on. */
import { LabError } from '../base/errors';
import { parseNumber, TEST_SHARE } from '../experiment/address/rules';
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
  /** What is measured on once, at the end; null if there is nothing. */
  readonly test: TestSource | null;
}

export type TestSource =
  /** A split of its own, opened only then. */
  | { readonly kind: 'split'; readonly split: string; readonly open: () => Promise<RowSource> }
  /** A share of the validation rows, which are measured without it. */
  | { readonly kind: 'share'; readonly share: number };

const TEST_NAME = /^test$/i;

/** The share of the validation rows that a choice of the test split means; null if it means a split, or is automatic. */
export function testShare(choice: string | null): number | null {
  return choice === null ? null : parseNumber(TEST_SHARE, choice);
}

/**
 * The test rows by the choice, or automatically a split called test that nothing else uses.
 * @param used the splits that are trained and measured on
 * @throws LabError if the chosen split does not exist or is used
 */
export function testSource(
  id: string,
  choice: string | null,
  {
    splits,
    used,
    open,
  }: {
    readonly splits: readonly string[];
    readonly used: readonly (string | null)[];
    readonly open: (split: string) => Promise<RowSource>;
  },
): TestSource | null {
  const share = testShare(choice);
  if (share !== null) return { kind: 'share', share };
  const split =
    choice === null
      ? splits.find((each) => TEST_NAME.test(each) && !used.includes(each))
      : chosenSplit(id, choice, splits);
  if (split === undefined) return null;
  if (used.includes(split))
    throw new LabError(
      `The test split ${quote(split)} would also be trained or measured on before the end.`,
      'Choose another one, or a share of the validation sentences, such as 0.3.',
    );
  return { kind: 'split', split, open: () => open(split) };
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
