import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { batchLengths } from '../data/batches';
import type { Hyperparameters, Scenario } from '../experiment/experiment';
import { createWebGPUOps, type WebGPUOps } from '../ops/webgpu';
import { useQuickTiles } from '../ops/webgpu/linear/quickTiles.testing';
import { apart } from './company.testing';
import { runCompany } from './company';
import { predictMemory } from './memory';
import { runTrial } from './trial';
import { adapted, sentences, SILENT, SMALL, smallSetting } from './trial.testing';
import type { TrialOutcome } from './trialSetting';

/** Sentences of several lengths, so that batches are padded. */
const SETS = { train: sentences(SMALL, 24, 41), validation: sentences(SMALL, 10, 30) };
const ALL = adapted(SMALL, 1, 3);
const HEAD: Scenario = { name: 'head', color: '#000000', method: 'classifier' };
const FULL: Scenario = { name: 'full', color: '#000000', method: 'full' };
const DROPOUT = { hidden: 0.1, attention: 0.1, lora: 0.1, classifier: 0.1 };
/** More than an epoch, which is 6 steps. Parity with PyTorch holds the losses of 20 steps in mixed precision. */
const DURATION = { unit: 'steps', count: 8 } as const;
/**
 * Losses of random weights are near those of guessing whatever the kernels do, so the setting's tolerance of 0.01 would say
 * little: half floats read in the wrong order move them by 1.7e-4 to 7e-4, and rounding by 7e-7.
 */
const TOLERANCE = 1e-5;

/** Some forty kernels for GPUs, which a software adapter takes minutes to compile while other tests run beside. */
const GPU_KERNELS_MS = 600_000;

type Change = Partial<Hyperparameters>;

async function trainWith(
  ops: WebGPUOps,
  scenario: Scenario,
  change: Change,
  sets = SETS,
): Promise<TrialOutcome> {
  const setting = smallSetting(ops, SMALL, sets, { duration: DURATION, ...change });
  try {
    return await runTrial(setting, { scenario, seed: 1 }, SILENT);
  } finally {
    setting.dispose();
  }
}

describe('mixed precision', () => {
  let ops: WebGPUOps;
  beforeAll(async () => {
    if (!(await tf.setBackend('webgpu'))) throw new Error('No WebGPU.');
    ops = createWebGPUOps({ software: true });
  });

  const train = (scenario: Scenario, change: Change): Promise<TrialOutcome> =>
    trainWith(ops, scenario, change);

  /** What two tests compare with: LoRA everywhere in mixed precision, trained once. */
  let lora: Promise<TrialOutcome> | null = null;
  const loraInMixed = (): Promise<TrialOutcome> =>
    (lora ??= train(ALL, { dropout: DROPOUT, precision: 'mixed' }));

  test('the kernels for GPUs give losses near those of float32', { timeout: GPU_KERNELS_MS }, async () => {
    // A software adapter takes seconds to compile each of these kernels, and long to run them, because it switches between
    // fibers at every barrier: one layer, one length, few sentences and a few steps have to do, and float32 is trained by
    // its own kernels. train/company.browser.test.ts trains by those for GPUs in float32.
    const change = { dropout: DROPOUT, duration: { unit: 'steps', count: 4 } } as const;
    const sets = { train: sentences(SMALL, 4, 41), validation: sentences(SMALL, 2, 30) };
    const scenario = adapted(SMALL, 3, 3);
    const plain = await trainWith(ops, scenario, change, sets);
    const putBack = useQuickTiles();
    const onGpus = createWebGPUOps({ software: false });
    const inMixed = { ...change, precision: 'mixed' } as const;
    const mixed = await trainWith(onGpus, scenario, inMixed, sets).finally(putBack);
    expect(mixed.losses).toHaveLength(4);
    expect(apart(mixed.losses, plain.losses)).toBeLessThan(TOLERANCE);
    expect(mixed.losses).not.toEqual(plain.losses);
  });

  const CASES: readonly (readonly [string, Scenario, Change])[] = [
    ['LoRA everywhere', ALL, { dropout: DROPOUT }],
    ['LoRA from bytes', ALL, { basePrecision: 'int8' }],
    ['classifier only', HEAD, {}],
    ['full fine-tuning', FULL, { dropout: DROPOUT }],
  ];

  test.each(CASES)(
    '%s: losses near those of float32, and the same bits again',
    async (_name, scenario, change) => {
      const plain = await train(scenario, change);
      const mixed = await train(scenario, { ...change, precision: 'mixed' });
      expect(mixed.losses).toHaveLength(DURATION.count);
      expect(apart(mixed.losses, plain.losses)).toBeLessThan(TOLERANCE);
      expect(mixed.losses).not.toEqual(plain.losses);
      expect((await train(scenario, { ...change, precision: 'mixed' })).losses).toEqual(mixed.losses);
    },
  );

  test('gradient checkpointing gives the same bits', async () => {
    const change = { dropout: DROPOUT, precision: 'mixed' } as const;
    const kept = await loraInMixed();
    const again = await train(ALL, { ...change, checkpointing: true });
    expect(again.losses).toEqual(kept.losses);
    expect(again.memory.activations).toBeLessThan(kept.memory.activations);
  });

  test('trials together end as alone', async () => {
    const change = { dropout: DROPOUT, precision: 'mixed' } as const;
    const alone = await loraInMixed();
    const setting = smallSetting(ops, SMALL, SETS, { duration: DURATION, ...change });
    const member = (seed: number) => ({ setting, spec: { scenario: ALL, seed }, hooks: SILENT, from: null });
    try {
      const [first] = await runCompany([member(1), member(2)]);
      expect(apart(first?.outcome?.losses ?? [], alone.losses)).toBeLessThan(1e-6);
    } finally {
      setting.dispose();
    }
  });

  test('less is kept, and the plan knows it', async () => {
    const of = (precision: Hyperparameters['precision']) =>
      smallSetting(ops, SMALL, SETS, { duration: DURATION, precision });
    const predict = (setting: ReturnType<typeof of>) =>
      predictMemory({
        ...{ ops, config: SMALL, scenario: ALL, training: setting.training },
        ...{ trainLengths: batchLengths(SETS.train), validationLengths: batchLengths(SETS.validation) },
      });
    const [plain, mixed] = [predict(of('f32')), predict(of('mixed'))];
    const { memory, peakBytes } = await train(ALL, { precision: 'mixed' });
    const sum = Object.values(mixed ?? {}).reduce((total: number, bytes: number) => total + bytes, 0);
    expect(Math.abs(sum - peakBytes)).toBeLessThan(0.03 * peakBytes);
    expect(mixed?.weights).toBe(memory.weights);
    expect(memory.activations).toBeLessThan(0.75 * (plain?.activations ?? 0));
  });
});
