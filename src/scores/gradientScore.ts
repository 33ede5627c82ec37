/**
 * @file The gradient score: how large the gradient of each module's B is before training.
 *
 * Adapters stand on all modules, with A as a trial of the seed begins with it and B = 0, so that the model computes what
 * the pretrained one does under a new head. One batch's mean loss is differentiated; a module's score is the mean of the
 * squares of its B's gradient [out, r], averaged over batches and seeds. Alpha equals the rank, so the scaling is 1.
 * Because A's elements are independent with variance 1 / in, the expected score is the mean squared gradient of the
 * module's own matrix [out, in]; the seeds differ by the draw of A, of the head, and of the batches.
 *
 * Source: the projected adapter gradient energy of "Rethinking Adapter Placement" (arXiv 2605.06183), with the mean
 * instead of the sum, so that wide modules have no advantage from their size alone.
 */
import type { Tensor } from '@tensorflow/tfjs';
import { COMPONENTS, moduleSet } from '../architecture/modules';
import { adapterName } from '../architecture/names';
import { LabError } from '../base/errors';
import { nextTask } from '../base/nextTask';
import { batchInputs, deviceBatch, type HostBatch } from '../data/batches';
import type { LoraScenario } from '../experiment/experiment';
import { Model } from '../model/model';
import { writeInitialValues } from '../model/trainable';
import { rangesOf, type FlatLayout, type FlatRange } from '../ops/flat';
import { passName } from '../train/passName';
import { writeGradients } from '../train/step';
import { firstBatches } from '../train/trialBatches';
import type { TrialSetting } from '../train/trialSetting';
import { moduleAt, scoresOf, type ModuleScores } from './moduleScores';
import { SCORE_RANK } from './scoreRequest';

/** What one seed is measured on. */
export interface SeedSetting {
  readonly seed: number;
  readonly setting: TrialSetting;
}

export interface ScoreHooks {
  /** Called between batches; what it throws ends the measurement. */
  throwIfCancelled(): void;
  onProgress(phase: 'compiling' | 'scoring', done: number, total: number): void;
}

/** Adapters on every module, which are measured and never trained. */
export function scoredScenario(layers: number): LoraScenario {
  const modules = moduleSet(layers, () => true);
  const scaling = { rank: SCORE_RANK, alpha: SCORE_RANK, rsLora: false };
  return { name: 'scores', color: '#000000', method: 'lora', modules, ...scaling };
}

/**
 * Measures all modules. No value is trained, and the device is left as it was.
 * @param seeds at least one; their settings differ in the training rows alone
 * @param batches of each seed: the first ones that its trials train on
 * @throws LabError if a gradient is not finite; whatever the device, the ops or the hooks throw; always after everything on the device is freed
 */
export async function gradientScore(
  seeds: readonly [SeedSetting, ...SeedSetting[]],
  batches: number,
  hooks: ScoreHooks,
): Promise<ModuleScores> {
  const [{ setting }] = seeds;
  const { ops, config, pretrained, training } = setting;
  const scenario = scoredScenario(config.layers);
  const frozen = await setting.frozen(scenario);
  ops.meter.reset();
  const model = new Model(ops, config, scenario, frozen, training);
  try {
    const hosts = seeds.map((one) => firstBatches(one.setting, one.seed, batches));
    await prepare(model, hosts.flat(), hooks);
    const measured: Float64Array[][] = [];
    for (const [index, { seed }] of seeds.entries()) {
      await writeInitialValues(model.parameters, seed, pretrained);
      const bySeed: Float64Array[] = [];
      measured.push(bySeed);
      for (const host of hosts[index] ?? []) {
        hooks.throwIfCancelled();
        bySeed.push(await squaresOf(model, host));
        hooks.onProgress('scoring', index * batches + bySeed.length, seeds.length * batches);
        await nextTask();
      }
    }
    return scoresOf(config.layers, measured);
  } finally {
    model.dispose();
  }
}

/** Compiles the kernels and plans the buffers, once for each length of a batch. */
async function prepare(model: Model, hosts: readonly HostBatch[], hooks: ScoreHooks): Promise<void> {
  const longestFirst = [...hosts].sort((a, b) => b.sequence - a.sequence);
  const passes = new Map(
    longestFirst.map((host) => [passName('score', host), () => void gradientPass(model, host)]),
  );
  await model.ops.prepare(passes, (done, total) => {
    hooks.throwIfCancelled();
    hooks.onProgress('compiling', done, total);
  });
}

/** @returns stats [2] of the batch, which the caller disposes; the gradients are in the model's buffer */
function gradientPass(model: Model, host: HostBatch): Tensor {
  const { ops } = model;
  // Without dropout, as when the model is measured: the score is then that of the function, not of a mask.
  model.training = false;
  ops.beginStep({ learningRate: 0, step: 1, dropoutKey: 0 });
  return ops.runPass({
    name: passName('score', host),
    owner: model,
    inputs: batchInputs(host, null),
    body: (inputs) => ({ stats: writeGradients(model, deviceBatch(host, inputs)) }),
  }).stats;
}

/** Each module's mean squared gradient of B for one batch. @throws LabError if a gradient is not finite */
async function squaresOf(model: Model, host: HostBatch): Promise<Float64Array> {
  const { layout } = model.gradients;
  const stats = gradientPass(model, host);
  try {
    const values = await model.gradients.read();
    return Float64Array.from(rangesOfB(layout, model.config.layers), ({ offset, size }) =>
      meanSquare(values.subarray(offset, offset + size)),
    );
  } finally {
    stats.dispose();
  }
}

/** Where each module's B lies, in the order of the scores. */
function rangesOfB(layout: FlatLayout, layers: number): FlatRange[] {
  const ranges = rangesOf(layout);
  return Array.from({ length: layers * COMPONENTS.length }, (_, index) => {
    const { layer, component } = moduleAt(index);
    const range = ranges.get(adapterName(layer - 1, component, 'B'));
    if (!range) throw new Error(`Layer ${layer} has no gradient of its ${component}'s B.`);
    return range;
  });
}

function meanSquare(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  if (!Number.isFinite(sum))
    throw new LabError(
      'The gradients before training are not finite numbers, so the modules cannot be scored.',
      'Choose base precision f32, or another model.',
    );
  return sum / values.length;
}
