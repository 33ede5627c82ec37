/** @file How many optimizer steps a trial takes, and after which of them it is measured. */
import type { Hyperparameters } from './experiment';

type Counting = Pick<Hyperparameters, 'duration' | 'batchSize' | 'evaluateEvery'>;

/** @param rows training rows in a pass, 1 or more */
const stepsPerPass = ({ batchSize }: Counting, rows: number): number => Math.ceil(rows / batchSize);

/** Optimizer steps of a trial. */
export function totalSteps(training: Counting, rows: number): number {
  const { unit, count } = training.duration;
  return unit === 'steps' ? count : count * stepsPerPass(training, rows);
}

/** Whether the validation sentences are measured after `step` steps: at regular intervals, and always at the end. */
export function isMeasured(step: number, training: Counting, rows: number): boolean {
  const every = training.evaluateEvery ?? stepsPerPass(training, rows);
  return step === totalSteps(training, rows) || (step > 0 && step % every === 0);
}

/** How many times a trial is measured. */
export function measurements(training: Counting, rows: number): number {
  const every = training.evaluateEvery ?? stepsPerPass(training, rows);
  return Math.max(1, Math.ceil(totalSteps(training, rows) / every));
}
