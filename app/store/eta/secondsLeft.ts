/** @file How far a run is, and how long it will still take. */
import type { Scenario } from '../../../src/experiment/experiment';
import { trialWork } from '../timing/expected';
import { estimatedCosts } from '../timing/estimatedCost';
import { learnRates, remembered, type Rates } from './rates';
import { unitsLeft, type Unit } from './units';
import type { RunState } from '../run/runState';
import type { TrialTiming } from '../timing/trialTiming';
import { wallSeconds, workAt } from '../timing/workClock';

const LOADING_SECONDS_TO_JUDGE_BY = 1;
/** Between two readings of the losses nothing arrives, and the time left goes on falling, at most by this share of it. */
const MOST_WITHOUT_NEWS = 0.5;

/** The part of a trial under way that is done, in [0, 1], by the estimated cost of its steps and evaluations. */
export function trialFraction(run: RunState, trial: number): number {
  const { timing } = run;
  const scenario = run.trials[trial]?.scenario;
  const live = run.live.find((one) => one.trial === trial);
  if (!timing?.trials.includes(trial) || !scenario || !live || timing.totalSteps === 0) return 0;
  const { training, evaluation } = estimatedWork(run, scenario) ?? { training: 1, evaluation: 0 };
  const steps = timing.steps / timing.totalSteps;
  const evaluated = (evaluationsDone(timing) + evaluatedFraction(run)) / evaluationsOf(run, timing, scenario);
  return (training * Math.min(1, steps) + evaluation * Math.min(1, evaluated)) / (training + evaluation);
}

/** The part of the whole run that is done, in [0, 1]. */
export function runFraction(run: RunState): number {
  const costOf = remembered((scenario: Scenario) => {
    const work = estimatedWork(run, scenario);
    return work ? work.training + work.evaluation : 1;
  });
  const costs = run.trials.map(({ scenario }) => costOf(scenario));
  const all = costs.reduce((sum, cost) => sum + cost, 0);
  if (all === 0) return 0;
  const present = run.live.reduce(
    (sum, { trial }) => sum + trialFraction(run, trial) * (costs[trial] ?? 0),
    0,
  );
  const finished = run.finished.reduce((sum, { trial }) => sum + (costs[trial] ?? 0), present);
  return Math.min(1, finished / all);
}

/**
 * Seconds left, pauses aside, or null while there is nothing to judge by. A scenario's own trials are the evidence;
 * before it has run, other scenarios' trials are, scaled by how the scenarios compare.
 */
export function secondsLeft(run: RunState, now: number): number | null {
  if (run.status === 'idle') return null;
  const rates = learnRates(run);
  const work = workAt(run.clock, now);
  const every = stepsBetweenEvaluations(run);
  let seconds = 0;
  for (const unit of unitsLeft(run)) {
    const present = run.timing?.trials.some((trial) => unit.trials.includes(trial)) ? run.timing : null;
    const left = present
      ? presentSeconds(run, present, unit, rates, work)
      : unitSeconds(run, unit, rates, every);
    if (left === null) return null;
    seconds += left;
  }
  return wallSeconds(run.clock, seconds);
}

/** Seconds until loading ends, judged by its rate so far; null while there is none. */
export function loadingSecondsLeft(
  { phase, loadingFrom, done, total }: RunState,
  now: number,
): number | null {
  if (phase !== 'loading' || !loadingFrom) return null;
  const seconds = (now - loadingFrom.at) / 1000;
  const loaded = done - loadingFrom.done;
  return seconds < LOADING_SECONDS_TO_JUDGE_BY || loaded <= 0 ? null : ((total - done) * seconds) / loaded;
}

function unitSeconds(run: RunState, unit: Unit, rates: Rates, every: number | null): number | null {
  const { scenario } = unit;
  const [work, step, evaluation] = [rates.work(scenario), rates.step(unit), rates.evaluation(unit)];
  if (!work || step === null || evaluation === null) return null;
  return rates.setup(unit) + work.steps * step + evaluationsOf(run, null, scenario, every) * evaluation;
}

function presentSeconds(
  run: RunState,
  timing: TrialTiming,
  unit: Unit,
  rates: Rates,
  work: number,
): number | null {
  const { scenario } = unit;
  const whole = unitSeconds(run, unit, rates, stepsBetweenEvaluations(run));
  const [step, evaluation] = [rates.step(unit), rates.evaluation(unit)];
  if (whole === null || step === null || evaluation === null) return null;
  const since = Math.max(0, work - timing.mark) / 1000;
  if (timing.steps === 0) return whole - Math.min(since, rates.setup(unit));
  const training = Math.max(0, timing.totalSteps - timing.steps) * step;
  const evaluations = Math.max(0, evaluationsOf(run, timing, scenario) - evaluationsDone(timing));
  const done = evaluatedFraction(run);
  if (done > 0) {
    // The current evaluation is judged by others and by its own rate, which counts the more the further it has come.
    const present = (1 - done) * ((1 - done) * evaluation + since);
    return training + Math.max(0, evaluations - 1) * evaluation + present;
  }
  const left = training + evaluations * evaluation;
  return left - Math.min(since, left * MOST_WITHOUT_NEWS);
}

const evaluationsDone = ({ evaluations, evaluationsBefore }: TrialTiming): number =>
  evaluations + evaluationsBefore;

/** The part of the current evaluation that is done; 0 if there is none. */
function evaluatedFraction({ phase, timing, trial, done, total }: RunState): number {
  const isOfPresent = trial !== null && timing?.trials.includes(trial) === true;
  return phase === 'evaluating' && isOfPresent && total > 0 && done < total ? done / total : 0;
}

/** How many evaluations a trial has: estimated, until the steps before its first one, or before an earlier trial's, are known. */
function evaluationsOf(
  run: RunState,
  timing: TrialTiming | null,
  scenario: Scenario,
  told = stepsBetweenEvaluations(run),
): number {
  const work = run.experiment && trialWork(run.experiment, scenario, run.reading);
  const steps = timing?.totalSteps ?? 0;
  const every = timing?.firstEvaluation ?? told;
  if (every !== null) return Math.max(1, Math.ceil((steps > 0 ? steps : (work?.steps ?? 0)) / every));
  return work?.evaluations ?? 1;
}

/** Steps from one evaluation to the next; null until a trial had one before its end. */
function stepsBetweenEvaluations({ finished, timing }: RunState): number | null {
  const all = [timing, ...finished.map((trial) => trial.timing)];
  const told = all.find((one) => one?.firstEvaluation && one.firstEvaluation < one.totalSteps);
  return told?.firstEvaluation ?? null;
}

/** The estimated costs of a trial's training and evaluation, in the same unit. */
function estimatedWork(run: RunState, scenario: Scenario): { training: number; evaluation: number } | null {
  const work = run.experiment && trialWork(run.experiment, scenario, run.reading);
  if (!work) return null;
  const costs = estimatedCosts(
    run.experiment.model,
    run.environment,
    run.speeds,
    run.experiment.training.precision,
  );
  return {
    training: work.trained * costs.training(scenario),
    evaluation: work.evaluations * work.validation * costs.evaluation,
  };
}
