/** @file */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { TRAINING_VECTORS, trainingVectors } from './trainingVectors';

it('the vectors that hold the cluster’s generators to the lab’s are what the lab makes', async () => {
  const isFresh = readFileSync(TRAINING_VECTORS, 'utf8') === (await trainingVectors());
  // Not toBe of the texts: a difference would be printed whole.
  expect(isFresh, `${TRAINING_VECTORS} is stale: run \`node tools/cluster/writeTrainingVectors.mjs\``).toBe(true);
});
