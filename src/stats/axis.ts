/** @file The one accuracy axis that all scenarios share. */

export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
}

/** Guessing between two classes is right half the time; nothing useful lies far below. */
const LOWEST = 0.45;

/** The same for every run, so that pictures compare; it reaches down only for what lies below guessing. */
export function fixedAxis(values: readonly number[]): Axis {
  const lowest = values.reduce((a, b) => Math.min(a, b), 1);
  return axis(lowest < LOWEST ? 0 : LOWEST, 1, lowest < LOWEST ? 0.2 : 0.1);
}

/** Whole steps around the range of the densities. */
export function zoomedAxis({ from, to }: { readonly from: number; readonly to: number }): Axis {
  const step = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1].find((size) => (to - from) / size <= 7) ?? 0.2;
  const start = Math.max(0, Math.floor(from / step + 1e-9) * step);
  const end = Math.min(1, Math.ceil(to / step - 1e-9) * step);
  return axis(start, end, step);
}

function axis(from: number, to: number, step: number): Axis {
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toFixed(6)));
  return { from, to, ticks };
}
