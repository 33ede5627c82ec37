import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';
import { createReferenceOps } from '../ops/reference';
import { adapted, sentences, SILENT, SMALL, smallSetting } from '../train/trial.testing';
import { runTrial } from '../train/trial';
import { gradientScore, type ScoreHooks } from './gradientScore';
import type { ModuleScores } from './moduleScores';

const TINY = { ...SMALL, layers: 2, hidden: 8, heads: 2, intermediate: 16 };
const SETS = { train: sentences(TINY, 20, 12), validation: sentences(TINY, 4, 12) };
const QUIET: ScoreHooks = { throwIfCancelled: () => undefined, onProgress: () => undefined };

beforeAll(async () => {
  await tf.setBackend('cpu');
});

async function scores(
  seeds: readonly number[],
  batches: number,
  hooks = QUIET,
  training = {},
): Promise<ModuleScores> {
  const setting = smallSetting(createReferenceOps(), TINY, SETS, training);
  const [first, ...others] = seeds.map((seed) => ({ seed, setting }));
  if (!first) throw new Error('There is no seed.');
  try {
    return await gradientScore([first, ...others], batches, hooks);
  } finally {
    setting.dispose();
  }
}

it('scores every module, the same each time, whatever the rate and the dropout', async () => {
  const before = tf.memory().numTensors;
  const first = await scores([3, 4], 3);
  expect(first.map(({ layer }) => layer)).toEqual([1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2]);
  for (const { value, acrossBatches, acrossSeeds } of first) {
    expect(value).toBeGreaterThan(0);
    expect(acrossBatches).toBeGreaterThan(0);
    expect(acrossSeeds).toBeGreaterThan(0);
  }
  const dropout = { hidden: 0.5, attention: 0.5, lora: 0.5, classifier: 0.5 };
  expect(await scores([3, 4], 3, QUIET, { learningRate: 1, dropout })).toEqual(first);
  expect(tf.memory().numTensors).toBe(before);
});

it('is the mean of the seeds, each over its own batches', async () => {
  const [together, one, two] = [await scores([3, 4], 3), await scores([3], 3), await scores([4], 3)];
  for (const [i, { value }] of together.entries())
    expect(value / ((one[i]!.value + two[i]!.value) / 2)).toBeCloseTo(1, 12);
});

it('stops when it is cancelled, with everything freed', async () => {
  const before = tf.memory().numTensors;
  let asked = 0;
  const hooks: ScoreHooks = {
    ...QUIET,
    throwIfCancelled() {
      if (++asked === 2) throw new Error('cancelled');
    },
  };
  await expect(scores([1, 2], 4, hooks)).rejects.toThrow('cancelled');
  expect(asked).toBe(2);
  expect(tf.memory().numTensors).toBe(before);
});

it('leaves later trials as they are', async () => {
  const trial = async (scored: boolean) => {
    const duration = { unit: 'steps', count: 3 } as const;
    const setting = smallSetting(createReferenceOps(), TINY, SETS, { duration });
    if (scored) await gradientScore([{ seed: 1, setting }], 2, QUIET);
    const { losses } = await runTrial(setting, { scenario: adapted(TINY, 1, 2), seed: 1 }, SILENT);
    setting.dispose();
    return losses;
  };
  expect(await trial(true)).toEqual(await trial(false));
});
