/** @file The marks of a row of accuracies: its hill, its mean, and a dot for each trial. */
import type { TrialRecord } from '../../results/results';
import { liesOn, positionOn, type Range } from '../../stats/densities/axis';
import { heightAt, type Curve, type Hills } from '../../stats/densities/hills';
import type { ScenarioResults } from '../scenarioResults';

/** A position along the axis and a height, both in [0, 1]. */
export interface HillPoint {
  readonly at: number;
  readonly height: number;
}

export interface TrialDot {
  readonly record: TrialRecord;
  readonly at: number;
  /** The position within the strip, from 0 at its top to 1 at its bottom. */
  readonly level: number;
}

type Scales = Pick<Hills, 'axis' | 'highest'>;

export const outlineOf = (curve: Curve, { axis, highest }: Scales): HillPoint[] =>
  curve.map(({ x, y }) => ({ at: positionOn(axis, x), height: y / highest }));

/** The height of the mean's mark where there is no hill. */
const BARE_MEAN_HEIGHT = 0.5;

/** The mean and the hill's height there; null if it is not on the axis, or no part of the hill is above it. */
export function meanMark(mean: number | null, curve: Curve, { axis, highest }: Scales): HillPoint | null {
  if (mean === null || !liesOn(axis, mean)) return null;
  const [first, last] = [curve[0], curve.at(-1)];
  const at = positionOn(axis, mean);
  if (!first || !last) return { at, height: BARE_MEAN_HEIGHT };
  return mean >= first.x && mean <= last.x ? { at, height: heightAt(curve, mean) / highest } : null;
}

/** How many levels a strip has, so that trials of equal accuracy do not lie on top of each other. */
const STRIP_LEVELS = 3;

/** A dot for each trial whose value lies on the axis. */
export function dotsOf(
  { measured, values }: Pick<ScenarioResults, 'measured' | 'values'>,
  axis: Range,
): TrialDot[] {
  return measured.flatMap((record, i) => {
    const value = values[i];
    return value !== undefined && liesOn(axis, value)
      ? [{ record, at: positionOn(axis, value), level: ((i % STRIP_LEVELS) + 1) / (STRIP_LEVELS + 1) }]
      : [];
  });
}
