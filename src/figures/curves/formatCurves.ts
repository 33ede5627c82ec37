/** @file Texts of the learning curves. */
import { count } from '../../base/format';
import type { Measure } from '../../experiment/experiment';
import { MEASURE_FORMS } from '../../stats/measures/measureForm';
import { MOST_TRIALS, type CurveView } from '../../stats/curves/curveAxes';
import type { Turn } from './gaps';

/** "overfits: validation loss 0.31 after step 200, 0.45 at the end". */
export function formatTurn({ step, lowest, end }: Turn): string {
  return `overfits: validation loss ${lowest.toFixed(2)} after step ${count(step)}, ${end.toFixed(2)} at the end`;
}

const SOLID: Readonly<Record<CurveView, string>> = {
  loss: 'training loss, averaged over about ten steps',
  accuracy:
    'training sentences classified correctly since the measurement before, each as it was seen, with dropout and before the step that it was part of',
};

/** How to read the lines of a view. */
export function formatReading(view: CurveView): string {
  return (
    `Thin lines over optimizer steps, one of each kind per trial. Solid: ${SOLID[view]}. ` +
    `Dashed: ${view} on the validation sentences, with a point at each measurement. ` +
    'Where training goes on improving and validation does not, a trial overfits.'
  );
}

export const GAP_TEXT =
  'The table has means over trials, for training of the sentences since the last measurement but one.';

export const ONCE_TEXT =
  'Each trial was measured once, at its end: a point and no curve. ' +
  '“Measure every … steps” under Training, Data, measures more often.';

/** A sentence if scenarios are compared by something else than what the curves show, else empty. */
export function formatOtherMeasure(measure: Measure): string {
  if (measure === 'accuracy') return '';
  return `Curves are of accuracy: ${MEASURE_FORMS[measure].name}, by which scenarios are compared, is measured at the end only.`;
}

/** A sentence if not all trials are drawn, else empty. */
export function formatLeftOut(trials: number): string {
  return trials > MOST_TRIALS ? `Of ${count(trials)} trials the latest ${MOST_TRIALS} are drawn.` : '';
}
