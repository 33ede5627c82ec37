/** @file What the learning curves show, in words. */
import { percent, points } from '../../ui/format';
import type { Gap } from './gaps';
import { MOST_TRIALS, type CurveView } from './traces';

/** Less lies within what a few hundred validation sentences can tell. */
const CLEAR_GAP = 0.03;

/** "training 99.1 %, validation 88.0 %: 11.1 points apart; validation loss lowest after step 200 (0.31), 0.45 at the end". */
export function gapWords({ training, validation, turn }: Omit<Gap, 'scenario' | 'trials'>): string {
  const shares = `training ${percent(training)}, validation ${percent(validation)}`;
  const apart = training - validation >= CLEAR_GAP ? `: ${points(training - validation)} apart` : '';
  if (!turn) return shares + apart;
  const { step, lowest, end } = turn;
  return `${shares}${apart}; validation loss lowest after step ${step} (${lowest.toFixed(2)}), ${end.toFixed(2)} at the end`;
}

const SOLID: Readonly<Record<CurveView, string>> = {
  loss: 'training loss, averaged over about ten steps',
  accuracy:
    'training sentences classified correctly since the measurement before, each as it was seen, with dropout and before the step that it was part of',
};

/** How to read the lines of a view. */
export function readingWords(view: CurveView): string {
  return (
    `Thin lines, one of each kind per trial. Solid: ${SOLID[view]}. ` +
    `Dashed: ${view} on the validation sentences, with a point at each measurement. ` +
    'Where training goes on improving and validation does not, a trial overfits.'
  );
}

export const ONCE_WORDS =
  'Each trial was measured once, at its end: a point and no curve. ' +
  '“Measure every … steps” under Training, Data, measures more often.';

/** That not all are drawn; empty if they are. */
export function leftOutWords(trials: number): string {
  return trials > MOST_TRIALS ? `Of ${trials} trials the latest ${MOST_TRIALS} are drawn.` : '';
}
