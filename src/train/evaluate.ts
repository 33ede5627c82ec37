/** @file Accuracy and loss on validation sentences, without dropout. */
import type { Tensor } from '@tensorflow/tfjs';
import { batchInputs, deviceBatch, type HostBatch } from '../data/batches';
import { predict } from '../model/classifier';
import type { Model } from '../model/model';
import { nextTask } from '../base/nextTask';
import { passName } from './passName';

export interface EvaluationHooks {
  /** Called between batches; what it throws ends {@link evaluate}. */
  throwIfCancelled(): void;
  /** Called between batches with the device idle, to rest. */
  rest?(): Promise<void>;
  onProgress(doneSentences: number, totalSentences: number): void;
  /** Gets the class that each sentence of a batch was taken for, in the batch's order. Without it no class is read. */
  onPredictions?(classes: readonly number[]): void;
}

/** What a pass of {@link evaluateBatch} leaves on the device, which the caller has to dispose. */
export interface BatchResults {
  readonly stats: Tensor; // [2], the batch's mean loss and its hits
  readonly logits: Tensor; // [batch, classes]
}

/** The number of batches whose results are read back together. */
const READ_EVERY = 8;
/** Elements of a batch's stats. */
const STATS = 2;

/** @returns accuracy in [0, 1] and the mean loss over all sentences */
export async function evaluate(
  model: Model,
  batches: readonly HostBatch[],
  hooks: EvaluationHooks,
): Promise<{ accuracy: number; loss: number }> {
  const total = batches.reduce((sum, { sentences }) => sum + sentences, 0);
  let [lossSum, hits, done] = [0, 0, 0];
  for (let start = 0; start < batches.length; start += READ_EVERY) {
    const group = batches.slice(start, start + READ_EVERY);
    const values = await readGroup(model, group, hooks.onPredictions !== undefined);
    let logitsAt = STATS * group.length;
    group.forEach(({ batch, sentences }, index) => {
      lossSum += (values[STATS * index] ?? 0) * sentences;
      hits += values[STATS * index + 1] ?? 0;
      done += sentences;
      if (!hooks.onPredictions) return;
      const { labels: classes } = model.config;
      hooks.onPredictions(largestOfEach(values.subarray(logitsAt, logitsAt + sentences * classes), classes));
      logitsAt += batch * classes;
    });
    hooks.onProgress(done, total);
    await nextTask();
    await hooks.rest?.();
    hooks.throwIfCancelled();
  }
  return { accuracy: hits / total, loss: lossSum / total };
}

/** @returns stats of all batches, then their logits if these are wanted, from one round trip to the device */
async function readGroup(
  model: Model,
  group: readonly HostBatch[],
  withLogits: boolean,
): Promise<Float32Array> {
  const results: BatchResults[] = [];
  try {
    for (const host of group) results.push(evaluateBatch(model, host));
    const stats = results.map((result) => result.stats);
    return await model.ops.read(withLogits ? [...stats, ...results.map(({ logits }) => logits)] : stats);
  } finally {
    for (const { stats, logits } of results) for (const tensor of [stats, logits]) tensor.dispose();
  }
}

/** The class with the largest logit of each row, the first of equal ones, as `crossEntropy` counts its hits. */
function largestOfEach(logits: Float32Array, classes: number): number[] {
  return Array.from({ length: logits.length / classes }, (_, row) => {
    let best = 0;
    for (let c = 1; c < classes; c++)
      if ((logits[row * classes + c] ?? NaN) > (logits[row * classes + best] ?? NaN)) best = c;
    return best;
  });
}

export function evaluateBatch(model: Model, host: HostBatch): BatchResults {
  const { ops } = model;
  model.training = false;
  return ops.runPass({
    name: passName('evaluate', host),
    owner: model,
    inputs: batchInputs(host, null),
    body(inputs) {
      const batch = deviceBatch(host, inputs);
      const logits = predict(model, batch);
      const { dLogits, stats } = ops.crossEntropy(logits, batch.labels);
      dLogits.dispose();
      return { stats, logits };
    },
  });
}
