/** @file The lines of trials inside a chart: training solid, validation dashed with a point at each measurement. */
import { createContext, memo, use } from 'react';
import { useXAxisScale, useYAxisScale } from 'recharts';
import type { CurvePoint } from '../../../src/figures/curves/smoothing';
import { byScenario, type Trace } from '../../../src/figures/curves/traces';
import type { CurveView } from '../../../src/stats/curves/curveAxes';

export interface Drawn {
  readonly view: CurveView;
  readonly traces: readonly Trace[];
}

/**
 * New lines arrive through this context and bypass the chart: as its children they would make it recompute everything.
 */
export const DrawnTraces = createContext<Drawn>({ view: 'loss', traces: [] });

type Scale = NonNullable<ReturnType<typeof useXAxisScale>>;

interface Scales {
  readonly x: Scale;
  readonly y: Scale;
}

function pointText({ step, value }: CurvePoint, { x, y }: Scales): string {
  return `${(x(step) ?? 0).toFixed(1)},${(y(value) ?? 0).toFixed(1)}`;
}

/** A line through the points; a single one becomes a dot, because the stroke has round ends. */
function line(points: readonly CurvePoint[], scales: Scales): string {
  const [first] = points;
  if (!first) return '';
  if (points.length === 1) return `M${pointText(first, scales)}h0`;
  return `M${points.map((point) => pointText(point, scales)).join('L')}`;
}

/** One path for all points: an element for each would be more than a frame can draw. */
function dots(points: readonly CurvePoint[], scales: Scales): string {
  return points.map((point) => `M${pointText(point, scales)}h0`).join('');
}

interface TraceLineProps {
  readonly trace: Trace;
  readonly x: Scale;
  readonly y: Scale;
}

/** Finished trials keep their lines. */
const TraceLine = memo(
  function TraceLine({ trace: { trial, color, training, validation }, ...scales }: TraceLineProps) {
    return (
      <g
        className="trace"
        data-trial={trial ?? undefined}
        data-live={trial === null ? '' : undefined}
        stroke={color}
      >
        <path
          className="trace-training"
          data-single={training.length === 1 || undefined}
          d={line(training, scales)}
        />
        <path className="trace-validation" d={line(validation, scales)} />
        <path className="trace-points" d={dots(validation, scales)} />
      </g>
    );
  },
  (a, b) => a.x === b.x && a.y === b.y && sameTrace(a.trace, b.trace),
);

function sameTrace(a: Trace, b: Trace): boolean {
  return (
    a.training === b.training && a.validation === b.validation && a.color === b.color && a.trial === b.trial
  );
}

/** @param view the view of the axes; lines of another view wait until its axes are there */
export function TraceLines({ view }: { readonly view: CurveView }) {
  const drawn = use(DrawnTraces);
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y || drawn.view !== view) return null;
  return [...byScenario(drawn.traces)].map(([scenario, traces]) => (
    <g key={scenario} data-scenario={scenario}>
      {traces.map((trace, i) => (
        <TraceLine key={`${i} ${trace.key}`} trace={trace} x={x} y={y} />
      ))}
    </g>
  ));
}
