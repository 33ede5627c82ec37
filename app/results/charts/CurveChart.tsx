/** @file A chart whose axes stay while the lines in it grow. */
import { memo } from 'react';
import { CartesianGrid, LineChart, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { count } from '../../../src/base/format';
import { valueTickText, type CurveAxes } from '../../../src/stats/curveAxes';
import { stepTicks } from '../../../src/stats/curveTicks';
import { useInTurn } from '../../ui/InTurn';
import { DrawnTraces, TraceLines, type Drawn } from './TraceLines';

const TICK = { fill: 'var(--ink-2)' };
const MARGIN = { top: 8, right: 18, bottom: 0, left: 0 };

/** One function for each view: a new one each time would make the chart work out its axis anew. */
const TICK_TEXTS = {
  loss: (tick: number) => valueTickText('loss', tick),
  accuracy: (tick: number) => valueTickText('accuracy', tick),
};

/**
 * With ticks of its own a chart neither looks for round numbers nor measures whether they fit. The first time, each axis has
 * a turn of its own: all at once would be the longest task of a run.
 */
const Axes = memo(function Axes({ axes: { view, steps, ticks } }: { readonly axes: CurveAxes }) {
  const hasSteps = useInTurn(true, false);
  const hasValues = useInTurn(hasSteps, false);
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart margin={MARGIN} accessibilityLayer={false}>
        {hasSteps && (
          <>
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
              tickFormatter={count}
            />
          </>
        )}
        {hasValues && (
          <>
            <YAxis
              width={64}
              domain={[ticks[0] ?? 0, ticks.at(-1) ?? 1]}
              allowDataOverflow
              ticks={ticks}
              interval={0}
              niceTicks="none"
              tickLine={false}
              axisLine={false}
              tick={TICK}
              tickFormatter={TICK_TEXTS[view]}
            />
            <TraceLines view={view} />
          </>
        )}
      </LineChart>
    </ResponsiveContainer>
  );
});

export interface CurveChartProps {
  readonly drawn: Drawn;
  readonly axes: CurveAxes;
}

export function CurveChart({ drawn, axes }: CurveChartProps) {
  return (
    <DrawnTraces value={drawn}>
      <Axes axes={axes} />
    </DrawnTraces>
  );
}
