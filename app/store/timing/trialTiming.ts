/** @file Where a trial's time goes, by its events: setting up, steps, evaluations. */
import type { Event } from '../../../workers/protocol';

/** Times in milliseconds of work (workClock.ts), since the run began. */
export interface TrialTiming {
  readonly trial: number;
  readonly began: number;
  /** When the latest losses or evaluation came: what is under way began then. */
  readonly mark: number;
  readonly totalSteps: number;
  /** Steps whose losses have come. The first group of them includes warming up and is not timed. */
  readonly steps: number;
  readonly timedSteps: number;
  readonly stepMilliseconds: number;
  /** The group of losses with the slowest steps. */
  readonly slowest: { readonly steps: number; readonly milliseconds: number } | null;
  readonly evaluations: number;
  /** Evaluations of an earlier run of the trial, which it goes on from; they are not timed. */
  readonly evaluationsBefore: number;
  readonly evaluationMilliseconds: number;
  /** Steps before the first evaluation; null until that is known. */
  readonly firstEvaluation: number | null;
}

export function beginTiming(trial: number, work: number): TrialTiming {
  return {
    trial,
    began: work,
    mark: work,
    totalSteps: 0,
    steps: 0,
    timedSteps: 0,
    stepMilliseconds: 0,
    slowest: null,
    evaluations: 0,
    evaluationsBefore: 0,
    evaluationMilliseconds: 0,
    firstEvaluation: null,
  };
}

/** Counts what the trial had done in an earlier run. */
export function timeRestored(
  timing: TrialTiming,
  {
    losses,
    evaluations,
    totalSteps,
  }: Pick<Extract<Event, { readonly type: 'restored' }>, 'losses' | 'evaluations' | 'totalSteps'>,
  work: number,
): TrialTiming {
  return {
    ...timing,
    mark: work,
    totalSteps,
    steps: losses.length,
    evaluationsBefore: evaluations.length,
    firstEvaluation: evaluations.find(({ step }) => step > 0)?.step ?? null,
  };
}

export function timeSteps(
  timing: TrialTiming,
  { losses, totalSteps }: Pick<Extract<Event, { readonly type: 'steps' }>, 'losses' | 'totalSteps'>,
  work: number,
): TrialTiming {
  const next = { ...timing, mark: work, totalSteps, steps: timing.steps + losses.length };
  if (timing.steps === 0) return next;
  const took = work - timing.mark;
  const slowest = timing.slowest;
  const isSlowest = !slowest || took / losses.length > slowest.milliseconds / slowest.steps;
  return {
    ...next,
    timedSteps: timing.timedSteps + losses.length,
    stepMilliseconds: timing.stepMilliseconds + took,
    slowest: isSlowest ? { steps: losses.length, milliseconds: took } : slowest,
  };
}

/** Steps and the milliseconds that they took, without the slowest group, in which the machine may have slept. */
export function steadySteps({ timedSteps, stepMilliseconds, slowest }: TrialTiming): [number, number] {
  return slowest && slowest.steps < timedSteps
    ? [timedSteps - slowest.steps, stepMilliseconds - slowest.milliseconds]
    : [timedSteps, stepMilliseconds];
}

/** An evaluation begins when the losses before it have come. One before all steps began with the trial and is not timed. */
export function timeEvaluation(timing: TrialTiming, step: number, work: number): TrialTiming {
  if (step === 0) return { ...timing, mark: work };
  return {
    ...timing,
    mark: work,
    evaluations: timing.evaluations + 1,
    evaluationMilliseconds: timing.evaluationMilliseconds + work - timing.mark,
    firstEvaluation: timing.firstEvaluation ?? step,
  };
}
