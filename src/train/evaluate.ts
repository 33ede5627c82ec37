/** @file Accuracy and loss on validation sentences, without dropout. */
import type { Tensor } from '@tensorflow/tfjs';
import { batchInputs, deviceBatch, type BatchArrays, type HostBatch } from '../data/batches';
import { joinBatches } from '../data/joinBatches';
import { predict } from '../model/classifier';
import type { Model } from '../model/model';
import { nextTask } from '../base/nextTask';
import { passName } from './passName';
import { trialsOf } from './trialsOf';

export interface EvaluationHooks {
  /** Called between batches; what it throws ends {@link evaluate}. */
  throwIfCancelled(): void;
  /** Called between batches with the device idle, to rest. */
  rest?(): Promise<void>;
  onProgress(doneSentences: number, totalSentences: number): void;
  /**
   * Gets the class that each sentence of a batch was taken for, in the batch's order. Without it no class is read.
   * @param trial the trial's number in its company
   */
  onPredictions?(classes: readonly number[], trial: number): void;
}

/** What a pass of {@link evaluateBatch} leaves on the device, which the caller has to dispose. */
export interface BatchResults {
  readonly stats: Tensor; // [2], the batch's mean loss and its hits
  readonly logits: Tensor; // [batch, classes]
}

export interface Measured {
  /** In [0, 1]. */
  readonly accuracy: number;
  /** The mean over all sentences, in nats. */
  readonly loss: number;
}

/** The number of batches whose results are read back together. */
const READ_EVERY = 8;
/** Elements of a batch's stats. */
const STATS = 2;

/** Measures a trial alone, or the first one of a company. */
export async function evaluate(
  model: Model,
  batches: readonly HostBatch[],
  hooks: EvaluationHooks,
): Promise<Measured> {
  const [first] = await evaluateTrials(model, batches, hooks);
  if (!first) throw new Error('A company has no trials.');
  return first;
}

/** Measures all trials of the model's op set on the same sentences, in one pass for each batch. */
export async function evaluateTrials(
  model: Model,
  batches: readonly HostBatch[],
  hooks: EvaluationHooks,
): Promise<readonly Measured[]> {
  const total = batches.reduce((sum, { sentences }) => sum + sentences, 0);
  const sums = Array.from({ length: trialsOf(model.ops) }, () => ({ loss: 0, hits: 0 }));
  let done = 0;
  for (let start = 0; start < batches.length; start += READ_EVERY) {
    const group = batches.slice(start, start + READ_EVERY);
    const values = await readGroup(model, group, hooks.onPredictions !== undefined);
    let at = 0;
    for (const { sentences } of group) {
      for (const sum of sums) {
        sum.loss += (values[at] ?? 0) * sentences;
        sum.hits += values[at + 1] ?? 0;
        at += STATS;
      }
      done += sentences;
    }
    if (hooks.onPredictions) tellPredictions(model, group, values.subarray(at), hooks);
    hooks.onProgress(done, total);
    await nextTask();
    await hooks.rest?.();
    hooks.throwIfCancelled();
  }
  return sums.map(({ loss, hits }) => ({ accuracy: hits / total, loss: loss / total }));
}

/** @param logits of each batch, and in it of each trial, one after another */
function tellPredictions(
  { ops, config: { labels } }: Model,
  group: readonly HostBatch[],
  logits: Float32Array,
  hooks: EvaluationHooks,
): void {
  let at = 0;
  for (const { batch, sentences } of group)
    for (let trial = 0; trial < trialsOf(ops); trial++) {
      hooks.onPredictions?.(largestOfEach(logits.subarray(at, at + sentences * labels), labels), trial);
      at += batch * labels;
    }
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

/** The batch as every trial of the model's op set gets it. */
export function sameForAll(host: HostBatch, { ops, config }: Model): BatchArrays {
  return joinBatches(new Array<HostBatch>(trialsOf(ops)).fill(host), config);
}

export function evaluateBatch(model: Model, host: HostBatch): BatchResults {
  const { ops } = model;
  model.training = false;
  return ops.runPass({
    name: passName('evaluate', host),
    owner: model,
    inputs: batchInputs(sameForAll(host, model), null),
    body(inputs) {
      const batch = deviceBatch(host, inputs);
      const logits = predict(model, batch);
      const { dLogits, stats } = ops.crossEntropy(logits, batch.labels);
      dLogits.dispose();
      return { stats, logits };
    },
  });
}
