/**
 * @file Where a trial's time goes, by its events: setting up, steps, evaluations. The trials of a company have one timing:
 * a step of it is one of each, and is counted once.
 */
import type { Event } from '../../../workers/protocol';

/** Times in milliseconds of work (workClock.ts), since the run began. */
export interface TrialTiming {
  /** The trial's index, or those of a company. */
  readonly trials: readonly number[];
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
  /** The step of the latest evaluation. */
  readonly evaluatedAt: number;
  /** Evaluations of an earlier run of the trial, which it goes on from; they are not timed. */
  readonly evaluationsBefore: number;
  readonly evaluationMilliseconds: number;
  /** Steps before the first evaluation; null until that is known. */
  readonly firstEvaluation: number | null;
}

export function beginTiming(trials: readonly number[], work: number): TrialTiming {
  return {
    trials,
    began: work,
    mark: work,
    totalSteps: 0,
    steps: 0,
    timedSteps: 0,
    stepMilliseconds: 0,
    slowest: null,
    evaluations: 0,
    evaluatedAt: 0,
    evaluationsBefore: 0,
    evaluationMilliseconds: 0,
    firstEvaluation: null,
  };
}

/** Whether nothing has come from the trial yet. */
export function isUntouched({ mark, began, steps }: TrialTiming): boolean {
  return mark === began && steps === 0;
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
    evaluatedAt: evaluations.at(-1)?.step ?? 0,
    evaluationsBefore: evaluations.length,
    firstEvaluation: evaluations.find(({ step }) => step > 0)?.step ?? null,
  };
}

/** Counts steps that no trial of the company has told of before. */
export function timeSteps(
  timing: TrialTiming,
  { losses, totalSteps }: Pick<Extract<Event, { readonly type: 'steps' }>, 'losses' | 'totalSteps'>,
  work: number,
): TrialTiming {
  const reached = 1 + (losses.at(-1)?.step ?? -1);
  const steps = reached - timing.steps;
  if (steps <= 0) return timing;
  const next = { ...timing, mark: work, totalSteps, steps: reached };
  if (timing.steps === 0) return next;
  const took = work - timing.mark;
  const slowest = timing.slowest;
  const isSlowest = !slowest || took / steps > slowest.milliseconds / slowest.steps;
  return {
    ...next,
    timedSteps: timing.timedSteps + steps,
    stepMilliseconds: timing.stepMilliseconds + took,
    slowest: isSlowest ? { steps, milliseconds: took } : slowest,
  };
}

/** Steps and the milliseconds that they took, without the slowest group, in which the machine may have slept. */
export function steadySteps({ timedSteps, stepMilliseconds, slowest }: TrialTiming): [number, number] {
  return slowest && slowest.steps < timedSteps
    ? [timedSteps - slowest.steps, stepMilliseconds - slowest.milliseconds]
    : [timedSteps, stepMilliseconds];
}

/**
 * An evaluation begins when the losses before it have come. One before all steps began with the trial and is not timed. A
 * company is evaluated as one, and each of its trials tells of it.
 */
export function timeEvaluation(timing: TrialTiming, step: number, work: number): TrialTiming {
  if (step === 0) return { ...timing, mark: work };
  if (step <= timing.evaluatedAt) return timing;
  return {
    ...timing,
    mark: work,
    evaluatedAt: step,
    evaluations: timing.evaluations + 1,
    evaluationMilliseconds: timing.evaluationMilliseconds + work - timing.mark,
    firstEvaluation: timing.firstEvaluation ?? step,
  };
}
