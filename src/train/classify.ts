/** @file Computes the class probabilities of sentences, without dropout, in the order in which they were given. */
import { batchInputs, deviceBatch, padBatch } from '../data/batches';
import type { Sentences } from '../data/sentences';
import { predict } from '../model/classifier';
import type { Model } from '../model/model';
import { nextTask } from '../base/nextTask';

/**
 * @param sentences their labels are ignored
 * @param batch how many sentences are computed together
 * @param onBatch gets the number of sentences done; it may throw, to stop
 * @returns for each sentence, a probability for each label
 */
export async function classify(
  model: Model,
  sentences: Sentences,
  batch: number,
  onBatch: (done: number) => void = () => undefined,
): Promise<number[][]> {
  const { ops, config } = model;
  model.training = false;
  const probabilities = new Array<number[]>(sentences.length);
  const order = sentences.sortByLength(sentences.all());
  for (let start = 0; start < order.length; start += batch) {
    const rows = order.subarray(start, start + batch);
    const host = padBatch(sentences, rows, rows.length, config);
    // This is not a prepared pass, because such a batch occurs only once.
    const inputs = batchInputs(host, null).map((values) => ops.upload(values, [values.length]));
    const logits = predict(model, deviceBatch(host, inputs));
    ops.flush();
    const values = await ops.read([logits]);
    for (const used of [logits, ...inputs]) used.dispose();
    rows.forEach((row, index) => {
      probabilities[row] = softmax(values.subarray(index * config.labels, (index + 1) * config.labels));
    });
    onBatch(start + rows.length);
    await nextTask();
  }
  return probabilities;
}

export function softmax(logits: ArrayLike<number>): number[] {
  const largest = Math.max(...Array.from(logits));
  const powers = Array.from(logits, (logit) => Math.exp(logit - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
