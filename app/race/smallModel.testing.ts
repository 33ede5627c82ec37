/** @file A small model's shape, for tests of races. */
import type { ModelConfig } from '../../src/architecture/config';

export const SMALL: ModelConfig = {
  ...{ architecture: 'roberta', layers: 12, hidden: 32, heads: 4, intermediate: 128 },
  ...{ vocabulary: 100, positions: 64, firstPosition: 2, tokenTypes: 1, labels: 2, padToken: 1 },
  layerNormEpsilon: 1e-5,
};
