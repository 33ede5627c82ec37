import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { batchLengths } from '../data/batches';
import { createWebGPUOps } from '../ops/webgpu';
import { predictMemory } from './memory';
import { runTrial } from './trial';
import { adapted, sentences, SILENT, SMALL, smallSetting } from './trial.testing';

const SETS = { train: sentences(SMALL, 12, 20), validation: sentences(SMALL, 8, 20) };
/** Only the forward pass goes through layer 1. */
const SCENARIO = adapted(SMALL, 2, 3);

async function trial(transposes: boolean) {
  if (!(await tf.setBackend('webgpu'))) throw new Error('No WebGPU.');
  const ops = createWebGPUOps({ software: true, transposes });
  const duration = { unit: 'steps', count: 4 } as const;
  const setting = smallSetting(ops, SMALL, SETS, { duration, basePrecision: 'int8' });
  const { config, training, train, validation } = setting;
  const [trainLengths, validationLengths] = [batchLengths(train), batchLengths(validation)];
  const scenario = SCENARIO;
  const predicted = predictMemory({ ops, config, scenario, training, trainLengths, validationLengths });
  try {
    return { outcome: await runTrial(setting, { scenario, seed: 1 }, SILENT), predicted };
  } finally {
    setting.dispose();
  }
}

test('a trial is the same on transposed weights', async () => {
  const plain = await trial(false);
  const transposed = await trial(true);
  expect(transposed.outcome.losses).toHaveLength(4);
  for (const [step, loss] of transposed.outcome.losses.entries())
    expect(Math.abs(loss - plain.outcome.losses[step]!)).toBeLessThan(1e-5);
  expect(Math.abs(transposed.outcome.validationLoss! - plain.outcome.validationLoss!)).toBeLessThan(1e-5);
  expect(transposed.predicted).toEqual(plain.predicted);
  expect(transposed.outcome.memory).toEqual(plain.outcome.memory);
});
