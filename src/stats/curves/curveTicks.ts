/** @file Ticks of the learning curves' axes: round numbers that seldom change while the curves grow. */

const LOSS_INTERVALS = 3;
const LOSS_STEPS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
/** The least end of the loss axis until there are losses: guessing between two classes costs ln 2 = 0.693. */
const USUAL_LOSS = 0.7;

const MOST_ACCURACY_INTERVALS = 5;
const ACCURACY_STEPS = [0.01, 0.02, 0.05, 0.1, 0.2];
/** The least height of the axis, however well everything is learned. */
const HIGHEST_LOW = 0.95;

const MOST_STEP_INTERVALS = 5;
const STEP_STEPS = [1, 2, 5, 10];

/** The smallest of `factors` times a power of ten that is not below `least`. */
function roundUp(least: number, factors: readonly number[]): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * (factors.find((factor) => factor * power >= least * (1 - 1e-9)) ?? 10);
}

const multiples = (step: number, intervals: number): number[] =>
  Array.from({ length: intervals + 1 }, (_, i) => Number((i * step).toPrecision(6)));

/** Four ticks from 0, the last of them at or above `highest`. */
export function lossTicks(highest: number): number[] {
  const least = (highest > 0 ? highest : USUAL_LOSS) / LOSS_INTERVALS;
  return multiples(roundUp(least, LOSS_STEPS), LOSS_INTERVALS);
}

/** Ticks from 1 down, the lowest at or below `lowest`. */
export function accuracyTicks(lowest: number): number[] {
  const below = 1 - Math.min(lowest, HIGHEST_LOW);
  const intervals = (step: number): number => Math.ceil(below / step - 1e-9);
  const step = ACCURACY_STEPS.find((size) => intervals(size) <= MOST_ACCURACY_INTERVALS) ?? 0.2;
  const count = intervals(step);
  return Array.from({ length: count + 1 }, (_, i) => Number((1 - (count - i) * step).toFixed(6)));
}

/** Whole numbers of optimizer steps from 0, the last of them at or below `steps`. */
export function stepTicks(steps: number): number[] {
  const step = Math.max(1, roundUp(steps / MOST_STEP_INTERVALS, STEP_STEPS));
  return multiples(step, Math.floor(steps / step));
}
