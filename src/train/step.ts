/** @file One optimizer step: forward, loss, backward, AdamW. */
import type { Tensor } from '@tensorflow/tfjs';
import { batchInputs, deviceBatch, type BatchArrays, type DeviceBatch } from '../data/batches';
import { backward, forward } from '../model/classifier';
import type { Model } from '../model/model';
import type { Ops, StepState } from '../ops';
import type { Optimizer } from './optimizer';
import { passName } from './passName';
import { isCompany } from './trialsOf';

/**
 * @param host the batch; that of a company's model holds those of its trials, joined
 * @param states one a trial
 * @returns stats [2], the batch's mean loss before the update and its hits; and the gradient norm [1] before clipping.
 *   The caller disposes both.
 */
export function trainStep(
  model: Model,
  optimizer: Optimizer,
  host: BatchArrays,
  ...states: readonly [StepState, ...StepState[]]
): { stats: Tensor; norm: Tensor } {
  const { ops } = model;
  model.training = true;
  begin(ops, states);
  return ops.runPass({
    name: passName('train', host),
    owner: optimizer,
    inputs: batchInputs(host, model.scenario.method === 'full' ? model.config : null),
    body(inputs) {
      const stats = writeGradients(model, deviceBatch(host, inputs));
      ops.enter({ kind: 'update', part: null });
      return { stats, norm: optimizer.step() };
    },
  });
}

/**
 * Forward, loss and backward of one batch: writes the gradients of everything that the model trains.
 * @returns stats [2], the batch's mean loss and its hits
 */
export function writeGradients(model: Model, batch: DeviceBatch): Tensor {
  const { ops } = model;
  const { logits, saved } = forward(model, batch);
  ops.enter({ kind: 'loss', part: null });
  const { dLogits, stats } = ops.crossEntropy(logits, batch.labels);
  logits.dispose();
  backward(model, batch, dLogits, saved);
  dLogits.dispose();
  return stats;
}

function begin(ops: Ops, states: readonly [StepState, ...StepState[]]): void {
  if (isCompany(ops)) ops.beginSteps(states);
  else ops.beginStep(states[0]);
}
