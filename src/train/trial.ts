/** @file One trial: a scenario trained with one seed, then measured on the validation sentences. */
import { epochBatches } from '../data/batches';
import { trainingOf, type TrialSpec } from '../experiment/experiment';
import { isMeasured, totalSteps } from '../experiment/steps';
import { Model } from '../model/model';
import { writeInitialValues } from '../model/trainable';
import type { Ops } from '../ops';
import { pcg } from '../ops/dropout';
import { nextTask } from '../base/nextTask';
import { Optimizer } from './optimizer';
import { createRandom } from '../base/random';
import { learningRateFactor, warmupStepsOf } from './schedule';
import { fits, type TrialSnapshot } from './snapshot';
import { trainStep } from './step';
import { tensorsOf } from './trained';
import { Cancelled, TrialProgress } from './trialProgress';
import type { TrialHooks, TrialOutcome, TrialSetting } from './trialSetting';

/** Steps before the clock starts. They run op by op, and compile kernels if nothing could be prepared. */
const WARM_UP_STEPS = 2;

/**
 * Trains and measures a scenario with one seed.
 * @param from a snapshot of an earlier run of the same trial, to resume from; ignored if it does not fit this trial
 * @throws whatever the device or the ops throw, after everything on the device is freed
 */
export async function runTrial(
  shared: TrialSetting,
  spec: TrialSpec,
  hooks: TrialHooks,
  from: TrialSnapshot | null = null,
): Promise<TrialOutcome> {
  const training = trainingOf(shared.training, spec.scenario);
  const setting = { ...shared, training };
  const { ops, config } = setting;
  const frozen = await setting.frozen(spec.scenario);
  ops.meter.reset();
  const model = new Model(ops, config, spec.scenario, frozen, training);
  const total = totalSteps(training, setting.train.length);
  const earlier = from && fits(from, model.parameters.layout, total) ? from : null;
  const progress = new TrialProgress(model, frozen, setting, hooks, earlier);
  let optimizer: Optimizer | null = null;
  try {
    optimizer = new Optimizer(model, training);
    if (earlier) {
      model.parameters.write(earlier.parameters);
      optimizer.write(earlier.moment1, earlier.moment2);
    } else {
      const start = setting.start?.(spec.scenario) ?? new Map();
      await writeInitialValues(model.parameters, spec.seed, setting.pretrained, start);
    }
    await progress.prepare(optimizer);
    if (earlier) hooks.onRestored?.(earlier);
    await train(model, optimizer, setting, spec, progress);
    progress.notePeak();
    if (!progress.diverged) await handOver(model, ops, hooks);
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    progress.cancelled = true;
  } finally {
    await progress.reader.dispose();
    optimizer?.dispose();
    model.dispose();
  }
  return progress.outcome();
}

/** Hands over what was trained. If there is no memory to read it back, it is lost, but the trial's figures are not. */
async function handOver({ parameters }: Model, ops: Ops, hooks: TrialHooks): Promise<void> {
  const values = await parameters.read().catch(() => null);
  if (values) hooks.onTrained(tensorsOf(parameters.layout, values));
  else await ops.recover();
}

async function train(
  model: Model,
  optimizer: Optimizer,
  { training, train: rows }: TrialSetting,
  { seed }: TrialSpec,
  progress: TrialProgress,
): Promise<void> {
  const random = training.shuffle ? createRandom(seed, 'data order') : null;
  const { total, clock, reader } = progress;
  const warmupSteps = warmupStepsOf(training.warmup, total);
  const rate = training.learningRate;
  const first = progress.firstStep;
  const warm = first + WARM_UP_STEPS;
  let step = 0;
  const isUnmeasured = first > 0 && isMeasured(first, training, rows.length) && progress.lastMeasured < first;
  if (total === 0 || isUnmeasured) await progress.evaluate(first);
  while (step < total) {
    for (const host of epochBatches(rows, random, training.batchSize, model.config)) {
      if (step >= total) break;
      // Batches that were trained before are drawn again, so that the ones to come are drawn in the same order.
      if (step < first) {
        step++;
        continue;
      }
      if (step === warm) {
        await reader.drain();
        clock.start();
      }
      const factor = learningRateFactor(step, {
        schedule: training.schedule,
        warmupSteps,
        totalSteps: total,
      });
      const state = { learningRate: rate * factor, step: step + 1, dropoutKey: pcg(pcg(seed) ^ (step + 1)) };
      const { stats, norm } = trainStep(model, optimizer, host, state);
      norm.dispose();
      clock.count(host.sentences);
      await reader.push(stats, host.sentences);
      await nextTask();
      await progress.rest();
      progress.check();
      if (progress.diverged) return;
      step++;
      await progress.keep(step, optimizer);
      if (progress.diverged) return;
      if (!isMeasured(step, training, rows.length)) continue;
      await reader.drain();
      clock.pause();
      if (progress.diverged) return;
      await progress.evaluate(step);
      if (step < total) await progress.keep(step, optimizer);
      if (step > warm) progress.resumeClock();
    }
  }
}
