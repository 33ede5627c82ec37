import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { Sentences } from '../data/sentences';
import { DEFAULT_EXPERIMENT } from '../experiment/defaults';
import { createReferenceOps } from '../ops/reference';
import { runTrial } from './trial';
import type { TrialSetting } from './trialSetting';

/** A model's flat buffers, parameters and gradients. Adam's two moments come after them. */
const MODEL_BUFFERS = 2;

it('leaves nothing on the device when the optimizer does not fit', async () => {
  await tf.setBackend('cpu');
  const reference = createReferenceOps();
  let made = 0;
  const setting: TrialSetting = {
    ops: {
      ...reference,
      flat(layout) {
        if (++made > MODEL_BUFFERS) throw new Error('out of memory');
        return reference.flat(layout);
      },
    },
    config: {
      architecture: 'roberta',
      layers: 1,
      hidden: 4,
      heads: 1,
      intermediate: 8,
      vocabulary: 10,
      positions: 8,
      tokenTypes: 1,
      labels: 2,
      firstPosition: 2,
      padToken: 1,
      layerNormEpsilon: 1e-5,
    },
    frozen: () => Promise.resolve(new Map()),
    pretrained: () => Promise.resolve(new Float32Array()),
    train: Sentences.of([]),
    validation: Sentences.of([]),
    training: DEFAULT_EXPERIMENT.training,
  };
  const before = tf.memory().numTensors;
  const trial = runTrial(
    setting,
    { scenario: { name: 'head', color: '#000000', method: 'classifier' }, seed: 1 },
    {
      isCancelled: () => false,
      onSteps: () => undefined,
      onEvaluation: () => undefined,
      onProgress: () => undefined,
      onTrained: () => undefined,
    },
  );
  await expect(trial).rejects.toThrow('out of memory');
  expect(tf.memory().numTensors).toBe(before);
});
