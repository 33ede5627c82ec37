/** @file The batches of a trial in the order of its steps. */
import { createRandom } from '../base/random';
import { epochBatches, type HostBatch } from '../data/batches';
import type { TrialSetting } from './trialSetting';

/** The batches of the trials of a seed, epoch after epoch, without an end. */
export function* trialBatches(
  { training, train, config }: Pick<TrialSetting, 'training' | 'train' | 'config'>,
  seed: number,
): Generator<HostBatch, never> {
  const random = training.shuffle ? createRandom(seed, 'data order') : null;
  for (;;) yield* epochBatches(train, random, training.batchSize, config);
}

/** The first batches that the trials of a seed train on. */
export function firstBatches(
  setting: Pick<TrialSetting, 'training' | 'train' | 'config'>,
  seed: number,
  count: number,
): HostBatch[] {
  const order = trialBatches(setting, seed);
  return Array.from({ length: count }, () => order.next().value);
}
