/** @file How far a run is and how long it will still take, judged only from work already done. */
import type { RunState } from './runState';

/** Share of a trial's time that its training steps take; the rest is the final evaluation. */
const TRAINING_SHARE = 0.95;
const STEPS_TO_JUDGE_BY = 4;
const LOADING_SECONDS_TO_JUDGE_BY = 1;

/** The part of the present trial that is done, in [0, 1]. */
export function trialFraction(run: RunState): number {
  const { live } = run;
  if (!live || live.totalSteps === 0) return 0;
  const trained = live.losses.length / live.totalSteps;
  if (trained < 1) return trained * TRAINING_SHARE;
  const evaluated = run.phase === 'evaluating' && run.total > 0 ? run.done / run.total : 0;
  return TRAINING_SHARE + (1 - TRAINING_SHARE) * evaluated;
}

/** The part of the whole run that is done, in [0, 1]. */
export function runFraction(run: RunState): number {
  if (run.trials.length === 0) return 0;
  return Math.min(1, (run.finished.length + trialFraction(run)) / run.trials.length);
}

/**
 * Seconds left, or null while there is nothing to judge by. A scenario's earlier trials speak for its
 * later ones; else the mean of all finished trials does; before any, the pace of the present one's steps.
 */
export function secondsLeft(run: RunState, now: number): number | null {
  if (run.status === 'idle') return null;
  const pace = presentTrialSeconds(run);
  const known = new Map<string, number[]>();
  for (const { trial, status, seconds } of run.finished) {
    const name = run.trials[trial]?.scenario.name;
    if (status !== 'done' || name === undefined) continue;
    known.set(name, [...(known.get(name) ?? []), seconds]);
  }
  const overall = mean([...known.values()].flat()) ?? pace;
  if (overall === null) return null;

  const finished = new Set(run.finished.map(({ trial }) => trial));
  let seconds = 0;
  run.trials.forEach(({ scenario }, trial) => {
    if (finished.has(trial)) return;
    const isPresent = run.live?.trial === trial;
    const expected = (isPresent ? pace : null) ?? mean(known.get(scenario.name) ?? []) ?? overall;
    seconds += isPresent ? expected * (1 - trialFraction(run)) : expected;
  });
  // Nothing arrives between two readings of the losses; the clock still runs.
  const sinceLast = run.live ? Math.max(0, now - run.live.lastAt) / 1000 : 0;
  return Math.max(0, seconds - Math.min(sinceLast, seconds * 0.5));
}

/** Seconds until what is being loaded is there, judged by its pace so far; null while there is none. */
export function loadingSecondsLeft(
  { phase, loadingFrom, done, total }: RunState,
  now: number,
): number | null {
  if (phase !== 'loading' || !loadingFrom) return null;
  const seconds = (now - loadingFrom.at) / 1000;
  const loaded = done - loadingFrom.done;
  return seconds < LOADING_SECONDS_TO_JUDGE_BY || loaded <= 0 ? null : ((total - done) * seconds) / loaded;
}

function presentTrialSeconds({ live }: RunState): number | null {
  if (!live) return null;
  const steps = live.losses.length - live.firstSteps;
  if (steps < STEPS_TO_JUDGE_BY) return null;
  const secondsPerStep = (live.lastAt - live.firstAt) / 1000 / steps;
  return (secondsPerStep * live.totalSteps) / TRAINING_SHARE;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
