/** @file The densities of all scenarios on one axis, with one bandwidth and one scale of heights. */
import { fixedAxis, rangeAxis, zoomedAxis, type Axis, type Range } from './axis';
import { density, densityRange, sharedBandwidth, SHARES, type Bounds, type DensityPoint } from './density';
import { FEWEST_WITH_SPREAD } from '../summary';

/** Range of the axis: the whole scale, the range of the data, or one that a person chose. */
export type AxisScale = 'fixed' | 'zoomed' | Range;

/** The density of a scenario; empty for fewer than three values. */
export type Curve = readonly DensityPoint[];

export interface Hills {
  readonly axis: Axis;
  /** The whole scale, of which the axis may show a part. */
  readonly whole: Axis;
  /** Curves by scenario. */
  readonly curves: readonly Curve[];
  /** Curves of the values beside them, by scenario. */
  readonly beside: readonly Curve[];
  /** The upper end of all curves' heights. Sharing it makes equal areas mean equal numbers. */
  readonly highest: number;
  readonly bandwidth: number;
  /** The bandwidth of the curves beside them. */
  readonly besideBandwidth: number;
  /** Whether there is any value, be it beside the others. */
  readonly any: boolean;
  /** Whether curves were reflected at the end of the scale. */
  readonly reflected: boolean;
}

/**
 * @param values the values of each scenario, within `bounds`
 * @param guessing value of guessing, which the whole scale reaches down to; null if not known
 * @param bounds what values are possible at all
 * @param beside values to be drawn on the same axis and scale of heights. They have a bandwidth of their own, so that the
 * curves of `values` are as smooth as without them.
 */
export function hillsOf(
  values: readonly (readonly number[])[],
  scale: AxisScale,
  guessing: number | null = null,
  bounds: Bounds = SHARES,
  beside: readonly (readonly number[])[] = [],
): Hills {
  const [bandwidth, besideBandwidth] = [sharedBandwidth(values), sharedBandwidth(beside)];
  const range = hull([
    densityRange(values, bandwidth, bounds),
    densityRange(beside, besideBandwidth, bounds),
  ]);
  const whole = fixedAxis(range ? [range.from] : [], guessing);
  const axis = axisOf(scale, range, whole, bounds);
  const curves = values.map((group) => hill(group, bandwidth, axis, bounds));
  const others = beside.map((group) => hill(group, besideBandwidth, axis, bounds));
  return {
    axis,
    whole,
    curves,
    beside: others,
    highest: [...curves, ...others].flat().reduce((most, { y }) => Math.max(most, y), 1) * 1.05,
    bandwidth,
    besideBandwidth,
    any: range !== null,
    // Curves are reflected only where the range ends at a bound.
    reflected: range !== null && (range.from === bounds.from || range.to === bounds.to),
  };
}

/** The smallest range that holds all of them; null for none. */
function hull(some: readonly (Range | null)[]): Range | null {
  const ranges = some.flatMap((range) => range ?? []);
  if (ranges.length === 0) return null;
  return {
    from: Math.min(...ranges.map(({ from }) => from)),
    to: Math.max(...ranges.map(({ to }) => to)),
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
