/** @file A chart whose axes stay while the lines in it grow. */
import { memo } from 'react';
import { CartesianGrid, LineChart, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { CurveFigureAxes } from '../../../src/figures/curves/curvesFigure';
import type { FigureAxis } from '../../../src/figures/figure';
import { useInTurn } from '../../ui/InTurn';
import { DrawnTraces, TraceLines, type Drawn } from './TraceLines';

const TICK = { fill: 'var(--ink-2)' };
const MARGIN = { top: 8, right: 18, bottom: 0, left: 0 };
const BELOW = 48;
const LEFT = 78;

/**
 * How an axis is given to recharts: with explicit ticks, it neither looks for round numbers nor measures whether they
 * fit.
 */
function given({ ticks }: FigureAxis) {
  const texts = new Map(ticks.map(({ value, text }) => [value, text]));
  return {
    ticks: ticks.map(({ value }) => value),
    tickFormatter: (value: number) => texts.get(value) ?? '',
    ...({ allowDataOverflow: true, interval: 0, niceTicks: 'none', tickLine: false, tick: TICK } as const),
  };
}

/** The first time, each axis has a turn of its own, because all at once would be the longest task of a run. */
const Axes = memo(function Axes({ axes: { view, steps, values } }: { readonly axes: CurveFigureAxes }) {
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
              height={BELOW}
              domain={[steps.range.from, steps.range.to]}
              {...given(steps)}
              axisLine={{ stroke: 'var(--line-strong)' }}
              label={{ value: steps.label, position: 'insideBottom', offset: 2, fill: 'var(--ink-2)' }}
            />
          </>
        )}
        {hasValues && (
          <>
            <YAxis
              width={LEFT}
              domain={[values.range.from, values.range.to]}
              {...given(values)}
              axisLine={false}
              label={{
                ...{ value: values.label, position: 'insideLeft', angle: -90, offset: 8 },
                ...{ fill: 'var(--ink-2)', style: { textAnchor: 'middle' } },
              }}
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
  readonly axes: CurveFigureAxes;
}

export function CurveChart({ drawn, axes }: CurveChartProps) {
  return (
    <DrawnTraces value={drawn}>
      <Axes axes={axes} />
    </DrawnTraces>
  );
}
