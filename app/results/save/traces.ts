/** @file The trials' losses and accuracies over their steps, as the pictures of curves draw them. */
import type { Evaluation, TrialRecord } from '../../../src/experiment/results';
import type { CurveTrace, CurveView } from '../../../src/pictures';
import { curve } from '../../run/smoothing';
import type { TrialSlot } from '../../store/trialKey';

/** Of one line. */
const POINTS = 120;

/** Records of some versions know the training sentences' accuracy too. */
type Measured = Evaluation & { readonly trainAccuracy?: number | null };

/** Of every trial that has ended with anything to draw. */
export function recordTraces(slots: readonly Pick<TrialSlot, 'record'>[], view: CurveView): CurveTrace[] {
  return slots.flatMap(({ record }) => {
    const trace = record && traceOf(record, view);
    return trace && trace.training.length + trace.validation.length > 0 ? [trace] : [];
  });
}

function traceOf({ scenario, losses, evaluations }: TrialRecord, view: CurveView): CurveTrace {
  const points = (value: (evaluation: Measured) => number | null | undefined) =>
    evaluations.flatMap((evaluation) => {
      const found = value(evaluation);
      return typeof found === 'number' && Number.isFinite(found)
        ? [{ step: evaluation.step, value: found }]
        : [];
    });
  return {
    ...{ scenario: scenario.name, color: scenario.color },
    training:
      view === 'loss'
        ? curve(losses, losses.length, POINTS).map(({ step, loss }) => ({ step, value: loss }))
        : points(({ trainAccuracy }) => trainAccuracy),
    validation: points((evaluation) => evaluation[view]),
  };
}
