/** @file One optimizer step: forward, loss, backward, AdamW. */
import type { Tensor } from '@tensorflow/tfjs';
import type { DeviceBatch } from '../data/batches';
import { backward, forward } from '../model/classifier';
import type { Model } from '../model/model';
import type { StepState } from '../ops';
import type { Optimizer } from './optimizer';
import { passName } from './passName';

/**
 * @returns stats [2], the batch's mean loss before the update and its hits, and the gradient norm [1];
 *   both are the caller's to dispose
 */
export function trainStep(
  model: Model,
  optimizer: Optimizer,
  batch: DeviceBatch,
  state: StepState,
): { stats: Tensor; norm: Tensor } {
  const { ops } = model;
  model.training = true;
  ops.beginPass(passName('train', batch));
  ops.beginStep(state);
  const { logits, saved } = forward(model, batch);
  const { dLogits, stats } = ops.crossEntropy(logits, batch.labels);
  logits.dispose();
  backward(model, batch, dLogits, saved);
  dLogits.dispose();
  const norm = optimizer.step();
  ops.flush();
  return { stats, norm };
}
