/** @file Which sentences an experiment uses: the same for every seed, so that seeds differ in nothing else. */
import type { EncodedSentence } from '../src/data/batches';
import type { Hyperparameters } from '../src/experiment/experiment';
import { createRandom } from '../src/train/random';

interface Rows {
  readonly train: readonly EncodedSentence[];
  readonly validation: readonly EncodedSentence[];
}

export function sampledRows(
  { train, validation }: Rows,
  { trainingRows, validationRows }: Hyperparameters,
): Rows {
  return { train: sample(train, trainingRows), validation: sample(validation, validationRows) };
}

/** The same rows of a list each time. @param count null for all of them */
export function sample<Row>(rows: readonly Row[], count: number | null): readonly Row[] {
  if (count === null) return rows;
  return createRandom(0, 'row sample')
    .shuffle([...rows])
    .slice(0, count);
}
