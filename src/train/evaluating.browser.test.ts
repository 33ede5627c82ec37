/** @file However often a trial is evaluated, its training stays the same. */
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import type { Scenario } from '../experiment/experiment';
import { confusionAgrees, readCorrect } from '../results/classified';
import { createWebGPUOps, type WebGPUOps } from '../ops/webgpu';
import { adapted, sentences, SILENT, SMALL, smallSetting } from './trial.testing';
import { runTrial } from './trial';
import type { TrialOutcome } from './trialSetting';

const SETS = { train: sentences(SMALL, 24, 41), validation: sentences(SMALL, 10, 30) };
const DROPOUT = { hidden: 0.1, attention: 0.1, lora: 0.1, classifier: 0.1 };
let ops: WebGPUOps;

beforeAll(async () => {
  await tf.setBackend('webgpu');
  ops = createWebGPUOps({ software: true });
});

async function train(scenario: Scenario, evaluateEvery: number | null): Promise<TrialOutcome> {
  const setting = smallSetting(ops, SMALL, SETS, {
    duration: { unit: 'steps', count: 13 },
    dropout: DROPOUT,
    evaluateEvery,
  });
  try {
    return await runTrial(setting, { scenario, seed: 1 }, SILENT);
  } finally {
    setting.dispose();
  }
}

test.each<[string, Scenario]>([
  ['LoRA everywhere', adapted(SMALL, 1, 3)],
  ['full fine-tuning', { name: 'full', color: '#000000', method: 'full' }],
])('%s: measured after every second step, the same bits come out', async (_, scenario) => {
  const [seldom, often] = [await train(scenario, null), await train(scenario, 2)];
  expect(seldom.evaluations.map(({ step }) => step)).toEqual([6, 12, 13]);
  expect(often.evaluations.map(({ step }) => step)).toEqual([2, 4, 6, 8, 10, 12, 13]);
  expect(often.losses).toEqual(seldom.losses);
  expect(often.losses).toHaveLength(13);
  expect(often.accuracy).toBe(seldom.accuracy);
  expect(often.validationLoss).toBe(seldom.validationLoss);
  // The classes that are read back at the end are those that the device counted its hits by.
  const hits = readCorrect(often);
  expect(hits).toHaveLength(10);
  expect(hits?.reduce((sum, hit) => sum + hit, 0)).toBe(10 * (often.accuracy ?? NaN));
  expect([often.correct, often.confusion]).toEqual([seldom.correct, seldom.confusion]);
  expect(confusionAgrees(often)).toBe(true);
  const measuredAt12 = ({ evaluations }: TrialOutcome) => {
    const { accuracy, loss } = evaluations.find(({ step }) => step === 12)!;
    return { accuracy, loss };
  };
  expect(measuredAt12(often)).toEqual(measuredAt12(seldom));
  // Stats of 8 bytes a step wait to be read in groups of up to 32.
  expect(Math.abs(often.peakBytes - seldom.peakBytes)).toBeLessThanOrEqual(32 * 8);
  for (const { samplesPerSecond } of [seldom, often]) expect(samplesPerSecond).toBeGreaterThan(0);
});
