/** @file The one axis that all scenarios share. Values are shares, in [0, 1], or correlations, in [-1, 1]. */
import { withUnit } from '../../base/format';

export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface Axis extends Range {
  readonly ticks: readonly number[];
}

/** Guessing between two equally frequent classes is right half the time; nothing useful lies far below. */
const LOWEST = 0.45;

/**
 * The axis is the same for every run on the data, so that pictures can be compared; it reaches further down only if a
 * value lies there.
 * @param guessing value of guessing; null if not known
 */
export function fixedAxis(values: readonly number[], guessing: number | null = null): Axis {
  const lowest = values.reduce((a, b) => Math.min(a, b), guessing ?? 1);
  if (lowest >= LOWEST) return axis(LOWEST, 1, 0.1);
  return axis(Math.max(-1, Math.min(0, Math.floor(lowest / 0.2 + 1e-9) * 0.2)), 1, 0.2);
}

/**
 * The smallest axis of whole steps that holds the range of the densities.
 * @param lowest where the axis ends at the latest
 */
export function zoomedAxis({ from, to }: Range, lowest = 0): Axis {
  const step = stepOf({ from, to });
  const start = Math.max(lowest, Math.floor(from / step + 1e-9) * step);
  const end = Math.min(1, Math.ceil(to / step - 1e-9) * step);
  return axis(start, end, step);
}

/** An axis of exactly this range, with ticks at round numbers. */
export function rangeAxis({ from, to }: Range): Axis {
  return axis(from, to, stepOf({ from, to }));
}

/** The finest step whose labels have room. */
function stepOf({ from, to }: Range): number {
  return [0.002, 0.005, 0.01, 0.02, 0.05, 0.1].find((size) => (to - from) / size <= 7 + 1e-9) ?? 0.2;
}

function axis(from: number, to: number, step: number): Axis {
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toFixed(6)));
  return { from, to, ticks };
}

/** Labels of the ticks, in percent, with a decimal only if one of them needs it. */
export function tickTexts({ ticks }: Pick<Axis, 'ticks'>): string[] {
  const digits = ticks.some((tick) => Math.abs(tick * 100 - Math.round(tick * 100)) > 1e-6) ? 1 : 0;
  return ticks.map((tick) => withUnit((tick * 100).toFixed(digits), '%'));
}

/** A value's position on the axis: 0 is its left end, 1 its right end. */
export function positionOn({ from, to }: Range, value: number): number {
  return (value - from) / (to - from);
}

export function liesOn({ from, to }: Range, value: number): boolean {
  return value >= from && value <= to;
}

/** The step by which a person moves an end of the axis: half a percentage point. */
export const RANGE_STEP = 0.005;
/** The narrowest range; below one percentage point an axis shows nothing useful. */
export const NARROWEST = 0.01;

const snap = (value: number): number => Number((Math.round(value / RANGE_STEP) * RANGE_STEP).toFixed(6));

/**
 * The range that a person meant by dragging from one position on the axis to another: in whole steps, within the axis,
 * and wide enough to read.
 * @param start,end positions as {@link positionOn} gives them, in any order
 */
export function rangeBetween(on: Range, start: number, end: number): Range {
  const at = (position: number): number =>
    snap(on.from + Math.max(0, Math.min(1, position)) * (on.to - on.from));
  const [from, to] = [Math.min(at(start), at(end)), Math.max(at(start), at(end))];
  if (to - from >= NARROWEST - 1e-9) return { from, to };
  const first = Math.max(Math.min(0, on.from), Math.min(1 - NARROWEST, from));
  return { from: first, to: Number((first + NARROWEST).toFixed(6)) };
}
