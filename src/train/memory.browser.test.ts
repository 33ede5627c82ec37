import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { batchLengths } from '../data/batches';
import type { Hyperparameters, Scenario } from '../experiment/experiment';
import { createWebGPUOps, type WebGPUOps } from '../ops/webgpu';
import { predictMemory } from './memory';
import { adapted, sentences, SILENT, SMALL, smallSetting } from './trial.testing';
import { runTrial } from './trial';
import type { TrialOutcome } from './trialSetting';

const SETS = { train: sentences(SMALL, 24, 41), validation: sentences(SMALL, 10, 30) };
const STEPS = { unit: 'steps', count: 7 } as const;
const DROPOUT = { hidden: 0.1, attention: 0.1, lora: 0.1, classifier: 0.1 };
const ALL = adapted(SMALL, 1, 3);
const HEAD: Scenario = { name: 'head', color: '#000000', method: 'classifier' };
const FULL: Scenario = { name: 'full', color: '#000000', method: 'full' };

describe('memory', () => {
  let ops: WebGPUOps;
  beforeAll(async () => {
    await tf.setBackend('webgpu');
    ops = createWebGPUOps({ software: true });
  });

  async function train(
    of: ReturnType<typeof smallSetting>,
    scenario: Scenario,
    seed = 1,
  ): Promise<TrialOutcome> {
    try {
      return await runTrial(of, { scenario, seed }, SILENT);
    } finally {
      of.dispose();
    }
  }

  const CASES: readonly (readonly [string, Scenario, Partial<Hyperparameters>])[] = [
    ['LoRA everywhere', ALL, { dropout: DROPOUT }],
    ['the top layer only', adapted(SMALL, 3, 3), {}],
    ['classifier only', HEAD, {}],
    ['full fine-tuning', FULL, { dropout: DROPOUT }],
    ['gradient checkpointing', ALL, { checkpointing: true }],
    ['int8 weights', ALL, { basePrecision: 'int8' }],
    ['NF4 weights', ALL, { basePrecision: 'nf4' }],
  ];

  test.each(CASES)(
    '%s: predicted within 3 %, and predicting allocates nothing',
    async (_, scenario, change) => {
      const setting = smallSetting(ops, SMALL, SETS, { duration: STEPS, ...change });
      const { config, training, train: rows, validation } = setting;
      const [trainLengths, validationLengths] = [batchLengths(rows), batchLengths(validation)];
      const before = [tf.memory().numTensors, ops.meter.liveBytes];
      const predicted = predictMemory({ ops, config, scenario, training, trainLengths, validationLengths })!;
      expect([tf.memory().numTensors, ops.meter.liveBytes]).toEqual(before);
      const { memory, peakBytes, status } = await train(setting, scenario);
      expect(status).toBe('done');
      const sum = (Object.values(predicted) as number[]).reduce((total, bytes) => total + bytes, 0);
      expect(Math.abs(sum - peakBytes)).toBeLessThan(0.03 * peakBytes);
      for (const kind of ['weights', 'adapters', 'gradients', 'optimizer'] as const)
        expect(predicted[kind]).toBe(memory[kind]);
      expect(Math.abs(predicted.activations - memory.activations)).toBeLessThan(0.03 * peakBytes);
    },
  );

  test('a prepared trial gives the same bits as one that was not', async () => {
    const plain = { ...ops, meter: ops.meter, prepare: () => Promise.resolve() };
    for (const scenario of [ALL, FULL]) {
      const change = { duration: STEPS, dropout: DROPOUT };
      const repeats = ops.repeatedPasses;
      const prepared = await train(smallSetting(ops, SMALL, SETS, change), scenario);
      expect(ops.repeatedPasses - repeats).toBeGreaterThan(3); // the steps after the first one of their length
      const repeated = ops.repeatedPasses;
      const unprepared = await train(smallSetting(plain, SMALL, SETS, change), scenario);
      expect(ops.repeatedPasses).toBe(repeated);
      expect(prepared.losses).toEqual(unprepared.losses);
      expect(prepared.accuracy).toBe(unprepared.accuracy);
      expect(prepared.validationLoss).toBe(unprepared.validationLoss);
    }
  });

  test('the peak does not depend on the seed', async () => {
    const change = { duration: STEPS };
    const one = await train(smallSetting(ops, SMALL, SETS, change), ALL, 1);
    const other = await train(smallSetting(ops, SMALL, SETS, change), ALL, 2);
    expect(other.losses).not.toEqual(one.losses);
    expect(Math.abs(other.peakBytes - one.peakBytes)).toBeLessThan(0.005 * one.peakBytes);
  });
});

describe('memory over time', () => {
  const TINY = { ...SMALL, layers: 1, hidden: 8, heads: 1, intermediate: 16 };
  const tinySets = { train: sentences(TINY, 8, 20), validation: sentences(TINY, 4, 12) };
  const tinyAll = adapted(TINY, 1, 1);
  let ops: WebGPUOps;
  beforeAll(async () => {
    await tf.setBackend('webgpu');
    ops = createWebGPUOps();
  });

  test('200 steps peak where 20 do', async () => {
    const peak = async (count: number): Promise<number> => {
      const setting = smallSetting(ops, TINY, tinySets, { duration: { unit: 'steps', count } });
      const { peakBytes, steps } = await runTrial(setting, { scenario: tinyAll, seed: 1 }, SILENT);
      expect(steps).toBe(count);
      setting.dispose();
      return peakBytes;
    };
    const short = await peak(20);
    // Up to 32 stats of 8 bytes wait to be read; the buffer that they are read into is as large. One number that each
    // step leaves behind is more than that after 180 steps.
    expect((await peak(200)) - short).toBeLessThanOrEqual(2 * 32 * 8);
  });

  test('50 trials, every third of them cancelled, leave nothing behind', async () => {
    const setting = smallSetting(ops, TINY, tinySets, { duration: { unit: 'steps', count: 4 } });
    const state = (): number[] => {
      ops.purgePool();
      return [tf.memory().numTensors, ops.meter.liveBytes, ops.meter.pooledBytes];
    };
    const trial = async (seed: number, stopAfter: number): Promise<string> => {
      let asked = 0;
      const hooks = { ...SILENT, isCancelled: () => ++asked > stopAfter };
      return (await runTrial(setting, { scenario: tinyAll, seed }, hooks)).status;
    };
    await trial(0, Infinity);
    const before = state();
    const ends = new Set<string>();
    for (let i = 0; i < 50; i++) ends.add(await trial(i, i % 3 === 0 ? i % 8 : Infinity));
    expect(state()).toEqual(before);
    expect([...ends].sort()).toEqual(['cancelled', 'done']);
    setting.dispose();
  });
});
