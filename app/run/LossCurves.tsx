/** @file The training loss of every trial, the running one included. */
import { memo, useMemo } from 'react';
import {
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
} from 'recharts';
import type { TrialRecord } from '../../src/experiment/results';
import { curve, type CurvePoint } from './smoothing';
import { useThrottled } from './useThrottled';
import { useLab } from '../store/lab';
import type { TrialSlot } from '../store/trialKey';

const POINTS = 90;
/** More lines than this say nothing more; the latest are drawn. */
const MOST_LINES = 48;
const REDRAW_MS = 1000;

interface Trace {
  readonly key: string;
  readonly color: string;
  readonly points: readonly CurvePoint[];
  readonly live: boolean;
}

const finishedCurves = new WeakMap<readonly number[], readonly CurvePoint[]>();

function finishedCurve({ losses, steps }: TrialRecord): readonly CurvePoint[] {
  let points = finishedCurves.get(losses);
  if (!points) finishedCurves.set(losses, (points = curve(losses, Math.max(steps, losses.length), POINTS)));
  return points;
}

export function LossCurves({ slots }: { readonly slots: readonly TrialSlot[] }) {
  const live = useThrottled(
    useLab((lab) => lab.run.live),
    REDRAW_MS,
  );
  const color = useLab((lab) => (live ? lab.run.trials[live.trial]?.scenario.color : undefined));
  const traces = useMemo(() => {
    const finished = slots.flatMap(({ key, spec, record }): Trace[] =>
      record && record.losses.length > 1
        ? [{ key, color: spec.scenario.color, points: finishedCurve(record), live: false }]
        : [],
    );
    const present: Trace[] =
      live && color && live.losses.length > 1
        ? [{ key: 'live', color, points: curve(live.losses, live.totalSteps, POINTS), live: true }]
        : [];
    return [...finished, ...present].slice(-MOST_LINES);
  }, [slots, live, color]);
  const steps = Math.max(live?.totalSteps ?? 1, ...traces.map(({ points }) => points.at(-1)?.step ?? 1));

  if (traces.length === 0) return null;
  return (
    <figure className="losses" aria-labelledby="losses-title">
      <header className="figure-head">
        <h2 id="losses-title">Training loss</h2>
      </header>
      <LossChart traces={traces} steps={steps} />
      <figcaption className="caption">
        One line per trial over its optimizer steps, averaged over about ten steps.
      </figcaption>
    </figure>
  );
}

/** A path each instead of a chart's line each: dozens of lines must not cost a frame. */
function Traces({ traces }: { readonly traces: readonly Trace[] }) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  return traces.map(({ key, color, points, live }, index) => (
    <path
      key={`${index} ${key}`}
      d={points.map(({ step, loss }, i) => `${i === 0 ? 'M' : 'L'}${x(step)} ${y(loss)}`).join('')}
      fill="none"
      stroke={color}
      strokeWidth={live ? 2.5 : 1.25}
      strokeOpacity={live ? 1 : 0.7}
      strokeLinejoin="round"
    />
  ));
}

const TICK = { fill: 'var(--ink-2)' };

const LossChart = memo(function LossChart(props: {
  readonly traces: readonly Trace[];
  readonly steps: number;
}) {
  const { traces, steps } = props;
  const highest = traces.reduce(
    (top, { points }) => points.reduce((a, { loss }) => Math.max(a, loss), top),
    0,
  );
  const corners = [
    { step: 0, loss: 0 },
    { step: steps, loss: highest },
  ];
  return (
    <div className="loss-chart" role="img" aria-label={`Training loss of ${traces.length} trials`}>
      <ResponsiveContainer width="100%" height="100%">
        <LineChart
          data={corners}
          margin={{ top: 8, right: 10, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="step"
            type="number"
            domain={[0, steps]}
            tickLine={false}
            axisLine={{ stroke: 'var(--line-strong)' }}
            tick={TICK}
          />
          <YAxis
            width={44}
            domain={[0, 'auto']}
            tickCount={4}
            tickLine={false}
            axisLine={false}
            tick={TICK}
          />
          <Line dataKey="loss" stroke="none" dot={false} activeDot={false} isAnimationActive={false} />
          <Traces traces={traces} />
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
});
