/** @file A trial's learning curves: its losses or accuracies in training and in validation, step by step. */
import type { Scenario } from '../../experiment/experiment';
import type { Evaluation, TrialRecord } from '../../results/results';
import type { CurveView } from '../../stats/curves/curveAxes';
import type { TrialResult } from '../scenarioResults';
import { curve, type CurvePoint } from './smoothing';

export interface Trace {
  readonly key: string;
  readonly scenario: string;
  readonly color: string;
  /** Id of the record; null for a trial that trains now. */
  readonly trial: string | null;
  readonly training: readonly CurvePoint[];
  readonly validation: readonly CurvePoint[];
}

/** A trial that is training now, up to its present step. */
export interface RunningTrial {
  /** Its index in the run. */
  readonly trial: number;
  readonly losses: readonly number[];
  readonly evaluations: readonly Evaluation[];
  readonly totalSteps: number;
}

/** The most points of one line. */
const POINTS = 90;

/** The points made from a list that never changes are made once for each view. */
function remembered<T extends object>(
  make: (of: T, view: CurveView) => CurvePoint[],
): (of: T, view: CurveView) => CurvePoint[] {
  const known = { loss: new WeakMap<T, CurvePoint[]>(), accuracy: new WeakMap<T, CurvePoint[]>() };
  return (of, view) => {
    let points = known[view].get(of);
    if (!points) known[view].set(of, (points = make(of, view)));
    return points;
  };
}

const stepLosses = remembered((losses: readonly number[]) => curve(losses, losses.length, POINTS));

const trainingAccuracies = remembered((evaluations: readonly Evaluation[]) =>
  measured(evaluations, ({ trainAccuracy }) => trainAccuracy),
);

const validations = remembered((evaluations: readonly Evaluation[], view) =>
  measured(evaluations, (evaluation) => evaluation[view]),
);

/** Evenly thinned to at most {@link POINTS}, the last one among them; what was not measured is left out. */
function measured(
  evaluations: readonly Evaluation[],
  valueOf: (evaluation: Evaluation) => number | null,
): CurvePoint[] {
  const stride = Math.ceil(evaluations.length / POINTS);
  return evaluations.flatMap((evaluation, i) => {
    const fromEnd = evaluations.length - 1 - i;
    const value = valueOf(evaluation);
    // Records from an earlier version lack the figures of the training sentences.
    const wanted = fromEnd % stride === 0 && typeof value === 'number' && Number.isFinite(value);
    return wanted ? [{ step: evaluation.step, value }] : [];
  });
}

function points(
  { losses, evaluations }: Pick<TrialRecord, 'losses' | 'evaluations'>,
  view: CurveView,
): Pick<Trace, 'training' | 'validation'> {
  const training = view === 'loss' ? stepLosses(losses, view) : trainingAccuracies(evaluations, view);
  return { training, validation: validations(evaluations, view) };
}

/** Curves of every trial that has ended and has something to draw, in the order of the trials. */
export function finishedTraces(trials: readonly TrialResult[], view: CurveView): Trace[] {
  return trials.flatMap(({ key, spec: { scenario }, record }) =>
    record && record.losses.length + record.evaluations.length > 0
      ? [{ key, scenario: scenario.name, color: scenario.color, trial: record.id, ...points(record, view) }]
      : [],
  );
}

export function liveTrace(live: RunningTrial, scenario: Scenario, view: CurveView): Trace {
  const { trial, losses, evaluations, totalSteps } = live;
  const training =
    view === 'loss' ? curve(losses, totalSteps, POINTS) : trainingAccuracies(evaluations, view);
  return {
    ...{ key: `live ${trial}`, scenario: scenario.name, color: scenario.color, trial: null },
    ...{ training, validation: validations(evaluations, view) },
  };
}

/** Curves by scenario, in the order of first appearance. */
export function byScenario(traces: readonly Trace[]): Map<string, Trace[]> {
  const groups = new Map<string, Trace[]>();
  for (const trace of traces) {
    const group = groups.get(trace.scenario);
    if (group) group.push(trace);
    else groups.set(trace.scenario, [trace]);
  }
  return groups;
}
