/** @file Lines of losses in a chart whose axes stay while the lines grow. */
import { createContext, memo, use } from 'react';
import {
  CartesianGrid,
  Curve,
  LineChart,
  ResponsiveContainer,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
} from 'recharts';
import type { CurvePoint } from './smoothing';
import { lossTicks, stepTicks } from './ticks';

export interface Trace {
  readonly key: string;
  readonly color: string;
  readonly points: readonly CurvePoint[];
  readonly live: boolean;
}

/** New lines reach their place past the chart: as its children they would make it work out everything anew. */
const Traces = createContext<readonly Trace[]>([]);

type Scale = NonNullable<ReturnType<typeof useXAxisScale>>;

interface TraceLineProps {
  readonly trace: Trace;
  readonly x: Scale;
  readonly y: Scale;
}

/** Finished trials keep their line. */
const TraceLine = memo(
  function TraceLine({ trace: { color, points, live }, x, y }: TraceLineProps) {
    return (
      <Curve
        points={points.map(({ step, loss }) => ({ x: x(step) ?? null, y: y(loss) ?? null }))}
        fill="none"
        stroke={color}
        strokeWidth={live ? 2.5 : 1.25}
        strokeOpacity={live ? 1 : 0.7}
        strokeLinejoin="round"
      />
    );
  },
  (a, b) => a.x === b.x && a.y === b.y && sameTrace(a.trace, b.trace),
);

function sameTrace(a: Trace, b: Trace): boolean {
  return a.points === b.points && a.color === b.color && a.live === b.live;
}

function TraceLines() {
  const traces = use(Traces);
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  return traces.map((trace, index) => <TraceLine key={`${index} ${trace.key}`} trace={trace} x={x} y={y} />);
}

const TICK = { fill: 'var(--ink-2)' };
const MARGIN = { top: 8, right: 18, bottom: 0, left: 0 };

export interface LossAxes {
  /** Optimizer steps at the right end. */
  readonly steps: number;
  /** Loss at the top, the last of {@link lossTicks}. */
  readonly top: number;
}

/** With ticks of its own a chart neither looks for round numbers nor measures whether they fit. */
const Axes = memo(function Axes({ axes: { steps, top } }: { readonly axes: LossAxes }) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart margin={MARGIN} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="step"
          type="number"
          domain={[0, steps]}
          allowDataOverflow
          ticks={stepTicks(steps)}
          interval={0}
          niceTicks="none"
          tickLine={false}
          axisLine={{ stroke: 'var(--line-strong)' }}
          tick={TICK}
        />
        <YAxis
          width={44}
          domain={[0, top]}
          allowDataOverflow
          ticks={lossTicks(top)}
          interval={0}
          niceTicks="none"
          tickLine={false}
          axisLine={false}
          tick={TICK}
        />
        <TraceLines />
      </LineChart>
    </ResponsiveContainer>
  );
});

export interface LossChartProps {
  readonly traces: readonly Trace[];
  readonly axes: LossAxes;
}

export function LossChart({ traces, axes }: LossChartProps) {
  return (
    <Traces value={traces}>
      <Axes axes={axes} />
    </Traces>
  );
}
