/** @file Whole evaluations, and whole trials: many steps over batches of mixed lengths, with an evaluation at the end. */
import type { Tensor } from '@tensorflow/tfjs';
import { evaluationBatches, type HostBatch } from '../../src/data/batches';
import { createRandom } from '../../src/base/random';
import { nextTask } from '../../src/base/nextTask';
import { DEFAULT_TRAINING } from '../../src/experiment/defaults';
import type { Model } from '../../src/model/model';
import { evaluate } from '../../src/train/evaluate';
import { Optimizer } from '../../src/train/optimizer';
import { evaluationPasses, trainingPasses } from '../../src/train/passes';
import { trainStep } from '../../src/train/step';
import { evaluationSentences, type Case } from './cases';
import { spreadOf, type Spread } from './measure';
import { engineModel, SEED, type Setting } from './trainee';

const RUNS = 3;
/** Steps of a trial, and on a software adapter; the same as in bench/pytorch.py. */
const TRIAL_STEPS = 250;
const FEWER_STEPS = 3;
/** As many losses are read together as the lab reads. */
const LOSSES_TOGETHER = 25;

/** Milliseconds. */
export interface WholeTimes {
  /** With everything that is needed once. */
  readonly firstMilliseconds: number;
  readonly whole: Spread;
  readonly batches: number;
  readonly steps: number;
  readonly trainableParameters: number;
}

const lengthsOf = (batches: readonly HostBatch[]): number[] => [
  ...new Set(batches.map(({ sequence }) => sequence)),
];

async function evaluateOnce(model: Model, batches: readonly HostBatch[]): Promise<void> {
  await evaluate(model, batches, { throwIfCancelled: () => undefined, onProgress: () => undefined });
}

/** Times `run` after `prepare`: the first time with it, and then several times. */
async function timed(
  prepare: () => Promise<void>,
  run: () => Promise<void>,
): Promise<Pick<WholeTimes, 'firstMilliseconds' | 'whole'>> {
  const start = performance.now();
  await prepare();
  await run();
  const firstMilliseconds = performance.now() - start;
  const times: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const begun = performance.now();
    await run();
    times.push(performance.now() - begun);
  }
  return { firstMilliseconds, whole: spreadOf(times) };
}

export async function wholeEvaluation(setting: Setting, one: Case): Promise<WholeTimes> {
  const { config } = setting;
  const { batch } = one.batch;
  const batches = evaluationBatches(evaluationSentences(config, SEED), batch, config);
  const model = await engineModel(setting, one);
  try {
    const passes = evaluationPasses(model, batch, lengthsOf(batches));
    const times = await timed(
      () => model.ops.prepare(passes, () => undefined),
      () => evaluateOnce(model, batches),
    );
    const { parameters: trainableParameters } = model.parameters.layout;
    return { ...times, batches: batches.length, steps: 0, trainableParameters };
  } finally {
    model.dispose();
  }
}

/** One pass over so many sentences that there are 250 steps, and an evaluation. */
export async function wholeTrial(setting: Setting, one: Case, software: boolean): Promise<WholeTimes> {
  const { config } = setting;
  const { batch } = one.batch;
  const steps = software ? FEWER_STEPS : TRIAL_STEPS;
  const sentences = evaluationSentences(config, SEED, steps * batch);
  const trained = evaluationBatches(sentences, batch, config);
  // The order is one of many; what matters is that lengths come mixed.
  const random = createRandom(SEED, 'order');
  const order = trained.map((host) => ({ host, at: random.uniform() })).sort((a, b) => a.at - b.at);
  const evaluated = evaluationBatches(evaluationSentences(config, SEED), batch, config);
  const model = await engineModel(setting, one);
  const optimizer = new Optimizer(model, DEFAULT_TRAINING);
  try {
    const passes = new Map([
      ...trainingPasses(model, optimizer, batch, lengthsOf(trained)),
      ...evaluationPasses(model, batch, lengthsOf(evaluated)),
    ]);
    const times = await timed(
      () => model.ops.prepare(passes, () => undefined),
      async () => {
        let results: Tensor[] = [];
        const read = async (): Promise<void> => {
          await model.ops.read(results);
          for (const result of results) result.dispose();
          results = [];
        };
        for (const [i, { host }] of order.entries()) {
          const state = { learningRate: setting.learningRate, step: i + 1, dropoutKey: i + 1 };
          const { stats, norm } = trainStep(model, optimizer, host, state);
          norm.dispose();
          results.push(stats);
          if (results.length === LOSSES_TOGETHER) await read();
          else await nextTask();
        }
        if (results.length > 0) await read();
        await evaluateOnce(model, evaluated);
      },
    );
    const { parameters: trainableParameters } = model.parameters.layout;
    return { ...times, batches: evaluated.length, steps, trainableParameters };
  } finally {
    optimizer.dispose();
    model.dispose();
  }
}
