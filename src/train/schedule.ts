/** @file The learning rate over the steps of a trial: linear warmup, then constant or down to zero. */
import type { Schedule } from '../experiment/experiment';

const SCHEDULES: Readonly<Record<Schedule, (progress: number) => number>> = {
  linear: (progress) => 1 - progress,
  cosine: (progress) => 0.5 * (1 + Math.cos(Math.PI * progress)),
  constant: () => 1,
};

/**
 * The factor of the base learning rate at a 0-based step: (step + 1) / warmupSteps during warmup, then the schedule at
 * the progress in [0, 1) through the remaining steps.
 */
export function learningRateFactor(
  step: number,
  { schedule, warmupSteps, totalSteps }: { schedule: Schedule; warmupSteps: number; totalSteps: number },
): number {
  if (step < warmupSteps) return (step + 1) / warmupSteps;
  return SCHEDULES[schedule]((step - warmupSteps) / Math.max(1, totalSteps - warmupSteps));
}
