/** @file What one step of a trial is computed with besides its batch: its learning rate, its number, its dropout. */
import type { Hyperparameters } from '../experiment/experiment';
import type { StepState } from '../ops';
import { pcg } from '../ops/dropout';
import { learningRateFactor, warmupStepsOf } from './schedule';

/**
 * @param step 0-based
 * @param total the number of steps that the trial takes
 */
export function stepStateOf(
  { schedule, warmup, learningRate }: Pick<Hyperparameters, 'schedule' | 'warmup' | 'learningRate'>,
  seed: number,
  step: number,
  total: number,
): StepState {
  const warmupSteps = warmupStepsOf(warmup, total);
  const factor = learningRateFactor(step, { schedule, warmupSteps, totalSteps: total });
  return { learningRate: learningRate * factor, step: step + 1, dropoutKey: pcg(pcg(seed) ^ (step + 1)) };
}
