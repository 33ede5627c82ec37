/** @file The densities of all scenarios on one axis, with one bandwidth and one scale of heights. */
import { fixedAxis, rangeAxis, zoomedAxis, type Axis, type Range } from './axis';
import { density, densityRange, sharedBandwidth, SHARES, type Bounds, type DensityPoint } from './density';
import { FEWEST_WITH_SPREAD } from '../summary';

/** Range of the axis: the whole scale, the range of the data, or one that a person chose. */
export type AxisScale = 'fixed' | 'zoomed' | Range;

export interface Hills {
  readonly axis: Axis;
  /** The whole scale, of which the axis may show a part. */
  readonly whole: Axis;
  /** Curves by scenario; empty for fewer than three values. */
  readonly curves: readonly (readonly DensityPoint[])[];
  /** The upper end of all curves' heights. Sharing it makes equal areas mean equal numbers. */
  readonly highest: number;
  readonly bandwidth: number;
  /** Whether there is any value. */
  readonly any: boolean;
  /** Whether curves were reflected at the end of the scale. */
  readonly reflected: boolean;
}

/**
 * @param values the values of each scenario, within `bounds`
 * @param guessing value of guessing, which the whole scale reaches down to; null if not known
 * @param bounds what values are possible at all
 */
export function hillsOf(
  values: readonly (readonly number[])[],
  scale: AxisScale,
  guessing: number | null = null,
  bounds: Bounds = SHARES,
): Hills {
  const bandwidth = sharedBandwidth(values);
  const range = densityRange(values, bandwidth, bounds);
  const whole = fixedAxis(range ? [range.from] : [], guessing);
  const axis = axisOf(scale, range, whole, bounds);
  const curves = values.map((group) => hill(group, bandwidth, axis, bounds));
  return {
    axis,
    whole,
    curves,
    highest: curves.flat().reduce((most, { y }) => Math.max(most, y), 1) * 1.05,
    bandwidth,
    any: range !== null,
    // Curves are reflected only where the range ends at a bound.
    reflected: range !== null && (range.from === bounds.from || range.to === bounds.to),
  };
}

function axisOf(scale: AxisScale, range: Range | null, whole: Axis, bounds: Bounds): Axis {
  if (typeof scale === 'object') return rangeAxis(scale);
  return scale === 'zoomed' && range ? zoomedAxis(range, bounds.from) : whole;
}

/** How densely points must lie for the straight lines between them to look round. */
const POINTS_PER_BANDWIDTH = 4;

/** The curve of a scenario, within the axis and only where it is high enough to see. */
function hill(values: readonly number[], bandwidth: number, axis: Axis, bounds: Bounds): DensityPoint[] {
  const range = densityRange([values], bandwidth, bounds);
  if (!range || values.length < FEWEST_WITH_SPREAD) return [];
  const from = Math.max(range.from, axis.from);
  const to = Math.min(range.to, axis.to);
  if (to <= from) return [];
  const points = Math.ceil(((to - from) / bandwidth) * POINTS_PER_BANDWIDTH) + 1;
  return density(values, { from, to, points, bandwidth, bounds });
}

/** The height of a curve at x, between the two points next to it; 0 beyond its ends. */
export function heightAt(curve: readonly DensityPoint[], x: number): number {
  const after = curve.findIndex((point) => point.x >= x);
  const [left, right] = [curve[after - 1], curve[after]];
  if (!left || !right) return 0;
  return left.y + ((right.y - left.y) * (x - left.x)) / (right.x - left.x);
}
