/**
 * @file AdaLoRA's score, live while adapters on all modules train: what it is, is in moduleSensitivity.ts.
 *
 * Each seed trains as a trial of so many steps does: the experiment's learning rate, schedule, batches, dropout and
 * precision, with rank 8 and alpha 8 on every module. Two buffers as long as the trainable parameters hold the smoothed
 * sensitivity and the uncertainty; they are read back now and then, and at the end.
 */
import { batchLengths, type HostBatch } from '../../data/batches';
import { LabError } from '../../base/errors';
import { nextTask } from '../../base/nextTask';
import { Model } from '../../model/model';
import { writeInitialValues } from '../../model/trainable';
import { LossReader } from '../../train/lossReader';
import { trainingPasses } from '../../train/passes';
import { trainStep } from '../../train/step';
import { stepStateOf } from '../../train/stepState';
import { trialBatches } from '../../train/trialBatches';
import { opsIn } from '../../train/trialsOf';
import { scoredScenario, type SeedSetting } from '../gradientScore';
import { everyModule, scoresOf, type ModuleScores } from '../moduleScores';
import { moduleSensitivities } from './moduleSensitivity';
import { SensitiveOptimizer } from './sensitiveOptimizer';

/** The least time between two readings while it trains. */
const READ_MILLISECONDS = 500;

export interface SensitivityHooks {
  /** Called between steps; what it throws ends the training. */
  throwIfCancelled(): void;
  onProgress(phase: 'compiling' | 'training', done: number, total: number): void;
  /** Gets the scores of the seed that trains, as they are now; at most twice a second. */
  onScores(scores: ModuleScores): void;
}

/**
 * Trains adapters on all modules and scores them. Nothing that was trained is kept.
 * @param seeds at least one; their settings differ in the training rows alone
 * @param steps of each seed
 * @returns the mean over the seeds of the scores at the end; there is no spread over batches
 * @throws LabError if the training diverges; whatever the device, the ops or the hooks throw; always after everything on
 *   the device is freed
 */
export async function sensitivityScore(
  seeds: readonly [SeedSetting, ...SeedSetting[]],
  steps: number,
  hooks: SensitivityHooks,
): Promise<ModuleScores> {
  const [{ setting }] = seeds;
  const ops = opsIn(setting.ops, setting.training);
  const scenario = scoredScenario(setting.config.layers);
  const frozen = await setting.frozen(scenario);
  ops.meter.reset();
  const model = new Model(ops, setting.config, scenario, frozen, setting.training);
  let optimizer: SensitiveOptimizer | null = null;
  try {
    optimizer = new SensitiveOptimizer(model, setting.training);
    const run: Training = { model, optimizer, steps, hooks };
    await prepare(run, seeds);
    const ends: Float64Array[][] = [];
    for (const [index, seed] of seeds.entries()) {
      const onSteps = (done: number): void =>
        hooks.onProgress('training', index * steps + done, seeds.length * steps);
      ends.push([await trainSeed(run, seed, onSteps)]);
    }
    return scoresOf(setting.config.layers, ends);
  } finally {
    optimizer?.dispose();
    model.dispose();
  }
}

interface Training {
  readonly model: Model;
  readonly optimizer: SensitiveOptimizer;
  readonly steps: number;
  readonly hooks: SensitivityHooks;
}

/** Compiles the kernels and plans the buffers, once for each length that a batch can have. */
async function prepare(
  { model, optimizer, hooks }: Training,
  seeds: readonly [SeedSetting, ...SeedSetting[]],
): Promise<void> {
  const lengths = new Set(seeds.flatMap(({ setting }) => batchLengths(setting.train)));
  const longestFirst = [...lengths].sort((a, b) => b - a);
  const passes = trainingPasses(model, optimizer, seeds[0].setting.training.batchSize, longestFirst);
  await model.ops.prepare(passes, (done, total) => {
    hooks.throwIfCancelled();
    hooks.onProgress('compiling', done, total);
  });
}

/** @returns the modules' scores after the last step */
async function trainSeed(
  run: Training,
  { seed, setting }: SeedSetting,
  onSteps: (done: number) => void,
): Promise<Float64Array> {
  const { model, optimizer, steps, hooks } = run;
  optimizer.reset();
  await writeInitialValues(model.parameters, seed, setting.pretrained);
  const reader = new LossReader(model.ops, 0, (first, [read = []]) => {
    if (!read.every(({ loss }) => Number.isFinite(loss))) throw diverged();
    onSteps(first + read.length);
  });
  try {
    const order = trialBatches(setting, seed);
    let told = performance.now();
    for (let step = 0; step < steps; step++) {
      hooks.throwIfCancelled();
      const host: HostBatch = order.next().value;
      const state = stepStateOf(setting.training, seed, step, steps);
      const { stats, norm } = trainStep(model, optimizer, host, state);
      norm.dispose();
      await reader.push(stats, [host.sentences]);
      await nextTask();
      if (performance.now() - told < READ_MILLISECONDS) continue;
      tell(run, await scoresNow(run));
      told = performance.now();
    }
    await reader.drain();
  } finally {
    await reader.dispose();
  }
  const scores = await scoresNow(run);
  if (!scores.every(Number.isFinite)) throw diverged();
  return scores;
}

async function scoresNow({ model, optimizer }: Training): Promise<Float64Array> {
  const smoothed = await optimizer.readSmoothed();
  return moduleSensitivities(model.parameters.layout, everyModule(model.config.layers), smoothed);
}

/** Nothing is told of the first steps of a warm-up, where all scores are zero, and of a training that has diverged. */
function tell({ model, hooks }: Training, scores: Float64Array): void {
  if (scores.every(Number.isFinite) && scores.some((score) => score > 0))
    hooks.onScores(scoresOf(model.config.layers, [[scores]]));
}

const diverged = (): LabError =>
  new LabError(
    'The training of adapters on all modules diverged, so the modules cannot be scored.',
    'Choose a lower learning rate.',
  );
