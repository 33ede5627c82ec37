/** @file How far apart training and validation are when the trials end: overfitting as a number, by scenario. */
import type { Scenario } from '../../experiment/experiment';
import type { Evaluation, TrialRecord } from '../../results/results';
import type { TrialResult } from '../scenarioResults';

export interface Gap {
  readonly scenario: Scenario;
  /** How many trials that ended as done the figures are means of. */
  readonly trials: number;
  /** Accuracy on the training sentences between the last two measurements, in [0, 1]. */
  readonly training: number;
  /** Accuracy on the validation sentences at the end. */
  readonly validation: number;
  /** The step at which the validation loss was lowest; null unless it has clearly risen since. */
  readonly turn: Turn | null;
}

export interface Turn {
  /** Optimizer steps done. */
  readonly step: number;
  /** Mean validation losses, in nats a sentence. */
  readonly lowest: number;
  readonly end: number;
}

/** A validation loss that ends this much above its lowest has turned; less is the noise of a few hundred sentences. */
const CLEAR_RISE = 1.1;

/**
 * Gaps of the scenarios whose trials are done and were measured more than once. Where a trial was measured once, its
 * training accuracy covers the whole trial, including its beginning, and says nothing about the end.
 */
export function gapsOf(trials: readonly TrialResult[]): Gap[] {
  const groups = new Map<Scenario, TrialRecord[]>();
  for (const { spec, record } of trials) {
    if (record?.status !== 'done' || record.evaluations.length < 2) continue;
    groups.set(spec.scenario, [...(groups.get(spec.scenario) ?? []), record]);
  }
  return [...groups].flatMap(([scenario, records]) => {
    const last = records.flatMap(({ evaluations }) => evaluations.at(-1) ?? []);
    // Records of an earlier version lack the figures of the training sentences.
    const training = last
      .map(({ trainAccuracy }) => trainAccuracy)
      .filter((share) => typeof share === 'number');
    if (training.length < last.length) return [];
    const validation = mean(last.map(({ accuracy }) => accuracy));
    const turn = turnOf(records.map(({ evaluations }) => evaluations));
    return [{ scenario, trials: last.length, training: mean(training), validation, turn }];
  });
}

/** Null unless the mean has risen clearly and every trial's own loss has risen too. */
function turnOf(trials: readonly (readonly Evaluation[])[]): Turn | null {
  const [first = []] = trials;
  const stepsAgree = trials.every(
    (evaluations) =>
      evaluations.length === first.length && evaluations.every(({ step }, i) => step === first[i]?.step),
  );
  if (!stepsAgree) return null;
  const losses = first.map((_, i) => mean(trials.map((evaluations) => evaluations[i]?.loss ?? NaN)));
  const lowest = Math.min(...losses);
  const end = losses.at(-1) ?? NaN;
  const at = losses.indexOf(lowest);
  const eachRose = trials.every((evaluations) => {
    const [then, now] = [evaluations[at]?.loss ?? NaN, evaluations.at(-1)?.loss ?? NaN];
    return now > then;
  });
  const step = first[at]?.step;
  return step !== undefined && end >= CLEAR_RISE * lowest && eachRose ? { step, lowest, end } : null;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Whether there are finished trials with one measurement and none with more: no curve can be drawn from them. */
export function measuredOnce(trials: readonly TrialResult[]): boolean {
  const counts = trials.flatMap(({ record }) =>
    record?.status === 'done' ? [record.evaluations.length] : [],
  );
  return counts.includes(1) && counts.every((count) => count <= 1);
}
