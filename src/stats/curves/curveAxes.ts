/** @file Chooses which learning curves are drawn, and their axes. */
import { withUnit } from '../../base/format';
import { accuracyTicks, lossTicks } from './curveTicks';

export type CurveView = 'loss' | 'accuracy';

/** The most trials that are drawn, the latest ones; more would add nothing. */
export const MOST_TRIALS = 48;

export interface CurveValue {
  /** Optimizer steps done. */
  readonly step: number;
  /** Loss in nats a sentence, or accuracy in [0, 1]. */
  readonly value: number;
}

/** The figures of one trial. */
export interface CurveLines {
  readonly training: readonly CurveValue[];
  readonly validation: readonly CurveValue[];
}

/** The trials that are drawn, in their order. */
export const drawnOf = <T>(trials: readonly T[]): readonly T[] => trials.slice(-MOST_TRIALS);

/** Optimizer steps at the right end of the axis: the longest line's, or `least` if that is more. */
export function stepsOf(traces: readonly CurveLines[], least = 1): number {
  return traces.reduce(
    (most, { training, validation }) =>
      Math.max(most, training.at(-1)?.step ?? 0, validation.at(-1)?.step ?? 0),
    least,
  );
}

/** The end of the vertical axis that follows the data: the top for losses, the bottom for accuracies. */
export function valueEnd(traces: readonly CurveLines[], view: CurveView): number {
  const values = traces.flatMap(({ training, validation }) =>
    [...training, ...validation].map(({ value }) => value),
  );
  if (view === 'loss') {
    const highest = values.reduce((a, b) => Math.max(a, b), 0);
    return lossTicks(highest).at(-1) ?? 1;
  }
  // Guessing between two classes is right half the time, which is the axis until there is an accuracy.
  const lowest = values.length === 0 ? 0.5 : values.reduce((a, b) => Math.min(a, b), 1);
  return accuracyTicks(lowest)[0] ?? 0;
}

export interface CurveAxes {
  readonly view: CurveView;
  readonly steps: number;
  /** Ticks from bottom to top. */
  readonly ticks: readonly number[];
}

/** @param end as {@link valueEnd} gives it */
export function axesOf(view: CurveView, steps: number, end: number): CurveAxes {
  return { view, steps, ticks: view === 'loss' ? lossTicks(end) : accuracyTicks(end) };
}

/** The label of a tick. */
export function valueTickText(view: CurveView, tick: number): string {
  return view === 'loss' ? String(tick) : withUnit(Math.round(tick * 100), '%');
}
