import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it, vi } from 'vitest';
import { moduleSet } from '../../architecture/modules';
import { createReferenceOps } from '../../ops/reference';
import type { Ops } from '../../ops';
import type { Hyperparameters } from '../../experiment/experiment';
import { createPlanningOps } from '../../ops/webgpu';
import { trainableLayout } from '../../model/trainable';
import { planMemory } from '../../train/memory';
import { runTrial } from '../../train/trial';
import { sentences, SILENT, SMALL, smallSetting } from '../../train/trial.testing';
import { scoredScenario } from '../gradientScore';
import type { ModuleScores } from '../moduleScores';
import { errorsAgainstPeft } from './elements.testing';
import { planSensitivity, requireRoom } from './sensitivityMemory';
import { sensitivityScore, type SensitivityHooks } from './sensitivityScore';

const TINY = { ...SMALL, layers: 2, hidden: 8, heads: 2, intermediate: 16 };
const SETS = { train: sentences(TINY, 20, 12), validation: sentences(TINY, 4, 12) };
const QUIET: SensitivityHooks = {
  throwIfCancelled: () => undefined,
  onProgress: () => undefined,
  onScores: () => undefined,
};

beforeAll(async () => {
  await tf.setBackend('cpu');
});

async function scores(
  seeds: readonly number[],
  steps: number,
  hooks: Partial<SensitivityHooks> = {},
  training: Partial<Hyperparameters> = {},
): Promise<ModuleScores> {
  const setting = smallSetting(createReferenceOps(), TINY, SETS, training);
  const [first, ...others] = seeds.map((seed) => ({ seed, setting }));
  if (!first) throw new Error('There is no seed.');
  try {
    return await sensitivityScore([first, ...others], steps, { ...QUIET, ...hooks });
  } finally {
    setting.dispose();
  }
}

it('smooths and combines as PEFT’s own allocator does', async () => {
  const { averages, scores: ofModules } = await errorsAgainstPeft(createReferenceOps());
  expect(averages).toBeLessThan(2e-6);
  expect(ofModules).toBeLessThan(1e-6);
});

it('is the mean of the seeds, whatever was trained before, and frees everything', async () => {
  const before = tf.memory().numTensors;
  const told: string[] = [];
  const onProgress: SensitivityHooks['onProgress'] = (phase, done, total) =>
    told.push(`${phase} ${done} of ${total}`);
  const [together, one, two] = [
    await scores([3, 4], 4, { onProgress }),
    await scores([3], 4),
    await scores([4], 4),
  ];
  expect(tf.memory().numTensors).toBe(before);
  expect(told.at(-1)).toBe('training 8 of 8');
  expect(together).toHaveLength(12);
  for (const [i, { value, acrossBatches, acrossSeeds }] of together.entries()) {
    expect(value).toBeGreaterThan(0);
    expect(value / ((one[i]!.value + two[i]!.value) / 2)).toBeCloseTo(1, 12);
    expect([acrossBatches, acrossSeeds !== null]).toEqual([null, true]);
  }
});

it('depends on the learning rate, and tells what it has so far while it trains', async () => {
  const drafts: ModuleScores[] = [];
  const clock = vi.spyOn(performance, 'now');
  let time = 0;
  clock.mockImplementation(() => (time += 300));
  const end = await scores([3], 4, { onScores: (draft) => drafts.push(draft) }).finally(() =>
    clock.mockRestore(),
  );
  expect(drafts.length).toBeGreaterThan(1);
  expect(drafts[0]).toHaveLength(12);
  expect(drafts[0]![0]!.value).not.toBe(end[0]!.value);
  expect(await scores([3], 4)).toEqual(end);
  expect((await scores([3], 4, {}, { learningRate: 1e-5 }))[0]!.value).not.toBe(end[0]!.value);
});

it('stops when it is cancelled and when the training diverges, with everything freed', async () => {
  const before = tf.memory().numTensors;
  let asked = 0;
  const throwIfCancelled = (): void => {
    if (++asked === 3) throw new Error('cancelled');
  };
  await expect(scores([1, 2], 4, { throwIfCancelled })).rejects.toThrow('cancelled');
  const wild = { learningRate: 1e30, warmup: 0, gradientClip: 0 };
  await expect(scores([1], 6, {}, wild)).rejects.toThrow('diverged');
  expect(tf.memory().numTensors).toBe(before);
});

it('plans its two buffers above the peak of a trial, and refuses what is not allowed', () => {
  const question = {
    ops: createPlanningOps(),
    config: SMALL,
    training: smallSetting(createReferenceOps(), SMALL, SETS).training,
    trainLengths: [16],
    validationLengths: [16],
  };
  const scenario = scoredScenario(SMALL.layers);
  expect(scenario.modules).toEqual(moduleSet(SMALL.layers, () => true));
  const bytes = 4 * trainableLayout(SMALL, scenario).length;
  const plan = planSensitivity(question);
  expect(plan).toMatchObject({ sensitivity: bytes, uncertainty: bytes });
  expect(plan!.peakBytes - planMemory({ ...question, scenario })!.peakBytes).toBe(2 * bytes);
  expect(planSensitivity({ ...question, ops: createReferenceOps() })).toBeNull();
  for (const allowed of [null, plan!.peakBytes]) expect(() => requireRoom(question, allowed)).not.toThrow();
  expect(() => requireRoom(question, plan!.peakBytes - 1)).toThrow(
    /^Training all modules for AdaLoRA’s score takes \d+ MB, with \d+ MB for smoothed sensitivity and uncertainty, and \d+ MB are allowed\.$/,
  );
});

it('trains as a trial of as many steps does', async () => {
  const duration = { unit: 'steps', count: 5 } as const;
  const setting = smallSetting(createReferenceOps(), TINY, SETS, { duration });
  const scenario = scoredScenario(TINY.layers);
  const trial = async (): Promise<readonly number[]> => {
    const { losses } = await runTrial(setting, { scenario, seed: 2 }, SILENT);
    return losses;
  };
  const before = await trial();
  const losses: number[] = [];
  const ops: Ops = {
    ...setting.ops,
    crossEntropy(logits, labels) {
      const result = setting.ops.crossEntropy(logits, labels);
      losses.push(result.stats.dataSync()[0] ?? NaN);
      return result;
    },
  };
  await sensitivityScore([{ seed: 2, setting: { ...setting, ops } }], 5, QUIET);
  expect(losses).toEqual(before);
  expect(await trial()).toEqual(before);
  setting.dispose();
});
