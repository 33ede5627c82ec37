/** @file Gaussian kernel densities of a few trials, on one axis and with one bandwidth for all scenarios. */
import { FEWEST_WITH_SPREAD, standardDeviation } from '../summary';

export interface DensityPoint {
  readonly x: number;
  /** Density per unit of x: the curve's area is 1. */
  readonly y: number;
}

export interface DensityOptions {
  /** First and last x of the curve. */
  readonly from: number;
  readonly to: number;
  /** The number of points, at least 2. */
  readonly points: number;
  /** Standard deviation of the kernel, in units of x; {@link sharedBandwidth} of the values alone if left out. */
  readonly bandwidth?: number;
  /** Bounds of the values: what a kernel puts outside them is reflected back inside, so that the area stays 1. */
  readonly bounds?: Bounds | undefined;
}

export interface Bounds {
  readonly from: number;
  readonly to: number;
}

/** Bounds of an accuracy, and of every other share. */
export const SHARES: Bounds = { from: 0, to: 1 };

/** Density of the values at evenly spaced points, 0 outside the bounds; no points if there are no values. */
export function density(values: readonly number[], options: DensityOptions): DensityPoint[] {
  if (values.length === 0) return [];
  const { from, to, points, bandwidth = sharedBandwidth([values]), bounds } = options;
  const scale = 1 / (values.length * bandwidth * Math.sqrt(2 * Math.PI));
  return Array.from({ length: points }, (_, i) => {
    const x = from + ((to - from) * i) / (points - 1);
    return {
      x,
      y: scale * (bounds ? kernelsWithin(values, x, bandwidth, bounds) : kernels(values, x, bandwidth)),
    };
  });
}

/** Sum of the kernels' heights, each relative to its peak. */
function kernels(values: readonly number[], x: number, bandwidth: number): number {
  return values.reduce((sum, value) => sum + Math.exp(-0.5 * ((x - value) / bandwidth) ** 2), 0);
}

/** The values with their mirror images at both bounds. */
function kernelsWithin(
  values: readonly number[],
  x: number,
  bandwidth: number,
  { from, to }: Bounds,
): number {
  if (x < from || x > to) return 0;
  return [x, 2 * from - x, 2 * to - x].reduce((sum, at) => sum + kernels(values, at, bandwidth), 0);
}

/**
 * One bandwidth for all scenarios, so that a wider curve always means a wider spread of trials: the median of the
 * bandwidths that {@link silverman} gives each scenario of three trials or more by itself. The distance between
 * scenarios has no part in it, because that is what the plot shows, and is not noise.
 *
 * A median, because trials that collapse make the spread of their scenario many times as wide, and a pooled spread would
 * smear the curves of all others. Of an even number of scenarios it is the lower one in the middle, so that of two, too,
 * neither smears the other.
 *
 * Floors keep ties and single trials from collapsing into needles: `floor`, in units of the values (0.001 is one of
 * 1,000 validation sentences), and 1/100 of the range of all values, about two pixels of a small chart.
 * @param groups the values of each scenario
 */
export function sharedBandwidth(groups: readonly (readonly number[])[], floor = 0.001): number {
  const all = groups.flat();
  if (all.length === 0) return floor;
  const own = groups.filter(({ length }) => length >= FEWEST_WITH_SPREAD).map(silverman);
  const { from, to } = extent(all);
  return Math.max(lowerMedian(own) ?? 0, floor, (to - from) / 100);
}

/**
 * Silverman's rule for a Gaussian kernel (B. W. Silverman, Density Estimation, 1986, eq. 3.28), `h = s (3n/4)^(-1/5)`, with
 * s the standard deviation. This is scipy's `gaussian_kde(bw_method="silverman")`, against which the tests hold it.
 */
function silverman(values: readonly number[]): number {
  return standardDeviation(values) * ((3 * values.length) / 4) ** -0.2;
}

/** The middle value, or the smaller of the two in the middle. */
function lowerMedian(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length / 2) - 1];
}

/** How many bandwidths a curve reaches past the data: 0.3 % of a kernel lies beyond. */
const TAIL = 3;

/** The range that shows every density whole; null if there are no values. */
export function densityRange(
  groups: readonly (readonly number[])[],
  bandwidth: number,
  bounds: Bounds = { from: -Infinity, to: Infinity },
): Bounds | null {
  const all = groups.flat();
  if (all.length === 0) return null;
  const { from, to } = extent(all);
  return {
    from: Math.max(bounds.from, from - TAIL * bandwidth),
    to: Math.min(bounds.to, to + TAIL * bandwidth),
  };
}

function extent(values: readonly number[]): Bounds {
  return values.reduce(({ from, to }, value) => ({ from: Math.min(from, value), to: Math.max(to, value) }), {
    from: Infinity,
    to: -Infinity,
  });
}
