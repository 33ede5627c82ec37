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
}

/** The number of batches whose results are read back together. */
const READ_EVERY = 8;

/** @returns accuracy in [0, 1] and the mean loss over all sentences */
export async function evaluate(
  model: Model,
  batches: readonly HostBatch[],
  hooks: EvaluationHooks,
): Promise<{ accuracy: number; loss: number }> {
  const { ops } = model;
  const total = batches.reduce((sum, { sentences }) => sum + sentences, 0);
  let [lossSum, hits, done] = [0, 0, 0];
  for (let start = 0; start < batches.length; start += READ_EVERY) {
    const group = batches.slice(start, start + READ_EVERY);
    const stats: Tensor[] = [];
    let values: Float32Array;
    try {
      for (const host of group) stats.push(evaluateBatch(model, host));
      values = await ops.read(stats);
    } finally {
      for (const tensor of stats) tensor.dispose();
    }
    group.forEach(({ sentences }, index) => {
      lossSum += (values[2 * index] ?? 0) * sentences;
      hits += values[2 * index + 1] ?? 0;
      done += sentences;
    });
    hooks.onProgress(done, total);
    await nextTask();
    await hooks.rest?.();
    hooks.throwIfCancelled();
  }
  return { accuracy: hits / total, loss: lossSum / total };
}

/** @returns stats [2], the batch's mean loss and its hits, which the caller has to dispose */
export function evaluateBatch(model: Model, host: HostBatch): Tensor {
  const { ops } = model;
  model.training = false;
  const { stats } = ops.runPass({
    name: passName('evaluate', host),
    owner: model,
    inputs: batchInputs(host, null),
    body(inputs) {
      const batch = deviceBatch(host, inputs);
      const logits = predict(model, batch);
      const { dLogits, stats } = ops.crossEntropy(logits, batch.labels);
      for (const used of [logits, dLogits]) used.dispose();
      return { stats };
    },
  });
  return stats;
}
