/** @file The learning rate over the steps of a trial: linear warmup, then constant or down to zero. */
import type { Schedule } from '../experiment/experiment';

const SCHEDULES: Readonly<Record<Schedule, (progress: number) => number>> = {
  linear: (progress) => 1 - progress,
  cosine: (progress) => 0.5 * (1 + Math.cos(Math.PI * progress)),
  constant: () => 1,
};

/**
 * Steps of the warmup, rounded up as in Hugging Face's Trainer (`TrainingArguments.get_warmup_steps`).
 * @param warmup part of all steps, in [0, 1]
 */
export function warmupStepsOf(warmup: number, totalSteps: number): number {
  return Math.ceil(totalSteps * warmup);
}

/**
 * The factor of the base learning rate at a 0-based step: step / warmupSteps during warmup, so 0 at its first step, then
 * the schedule at the progress in [0, 1) through the remaining steps. These are Transformers' schedulers
 * `get_linear_schedule_with_warmup`, `get_cosine_schedule_with_warmup` and `get_constant_schedule_with_warmup`.
 */
export function learningRateFactor(
  step: number,
  { schedule, warmupSteps, totalSteps }: { schedule: Schedule; warmupSteps: number; totalSteps: number },
): number {
  if (step < warmupSteps) return step / warmupSteps;
  return SCHEDULES[schedule]((step - warmupSteps) / Math.max(1, totalSteps - warmupSteps));
}
