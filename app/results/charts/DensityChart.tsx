/** @file The density of one scenario's accuracies as a hill, with the mean as a dashed line. */
import { createContext, memo, use } from 'react';
import {
  ComposedChart,
  Curve,
  ResponsiveContainer,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
} from 'recharts';
import type { DensityPoint } from '../../../src/stats/density';
import { heightAt } from '../../../src/stats/hills';
import { useInTurn } from '../../ui/InTurn';
import type { Axis } from '../../../src/stats/axis';

export interface Hill {
  readonly color: string;
  /** Empty for fewer than two trials. */
  readonly curve: readonly DensityPoint[];
  readonly mean: number | null;
  /** Shared by all scenarios, so that equal areas mean equal numbers. */
  readonly highest: number;
}

/** A new hill reaches its place past the chart: as its child it would make it work out everything anew. */
const HillContext = createContext<Hill | null>(null);

/** The curve ends where the axis does, and the mean's line with it. */
function liesBetween(x: number, curve: readonly DensityPoint[]): boolean {
  const [first, last] = [curve[0], curve.at(-1)];
  return first !== undefined && last !== undefined && x >= first.x && x <= last.x;
}

function HillMarks() {
  const hill = use(HillContext);
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!hill || !x || !y || hill.curve.length === 0) return null;
  const { color, curve, mean, highest } = hill;
  const at = (point: DensityPoint) => ({ x: x(point.x) ?? null, y: y(point.y / highest) ?? null });
  const points = curve.map(at);
  return (
    <>
      <Curve points={points} baseLine={y(0) ?? 0} fill={color} fillOpacity={0.22} stroke="none" />
      <Curve points={points} fill="none" stroke={color} strokeWidth={2} />
      {mean !== null && liesBetween(mean, curve) && (
        <Curve
          points={[at({ x: mean, y: 0 }), at({ x: mean, y: heightAt(curve, mean) })]}
          fill="none"
          stroke={color}
          strokeWidth={1.5}
          strokeDasharray="2 3"
        />
      )}
    </>
  );
}

const MARGIN = { top: 2, right: 10, bottom: 0, left: 10 };
const HEIGHTS = [0, 1];

/** Empty until its first turn: on a page that opens with many scenarios their charts come one after another. */
const Axes = memo(function Axes({ from, to }: Pick<Axis, 'from' | 'to'>) {
  const hasTurn = useInTurn(true, false);
  if (!hasTurn) return null;
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart margin={MARGIN} accessibilityLayer={false}>
        <XAxis dataKey="x" type="number" domain={[from, to]} allowDataOverflow niceTicks="none" hide />
        <YAxis type="number" domain={HEIGHTS} allowDataOverflow niceTicks="none" hide />
        <HillMarks />
      </ComposedChart>
    </ResponsiveContainer>
  );
});

export function DensityChart({ hill, axis }: { readonly hill: Hill; readonly axis: Axis }) {
  return (
    <HillContext value={hill}>
      <Axes from={axis.from} to={axis.to} />
    </HillContext>
  );
}
