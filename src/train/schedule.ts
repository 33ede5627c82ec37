/** @file Learning rate over the steps of a trial: linear warmup, then a schedule down to zero. */
import type { Schedule } from '../experiment/experiment';

const SCHEDULES: Readonly<Record<Schedule, (progress: number) => number>> = {
  linear: (progress) => 1 - progress,
  cosine: (progress) => 0.5 * (1 + Math.cos(Math.PI * progress)),
  constant: () => 1,
};

/**
 * The factor on the base learning rate at a 0-based step: (step + 1) / warmupSteps while warming up,
 * then the schedule over the remaining steps' progress in [0, 1).
 */
export function learningRateFactor(
  step: number,
  { schedule, warmupSteps, totalSteps }: { schedule: Schedule; warmupSteps: number; totalSteps: number },
): number {
  if (step < warmupSteps) return (step + 1) / warmupSteps;
  return SCHEDULES[schedule]((step - warmupSteps) / Math.max(1, totalSteps - warmupSteps));
}
