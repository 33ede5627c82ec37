/** @file All scenarios' accuracies on one axis: the answer to the experiment's question. */
import { memo, useMemo, useState, type CSSProperties } from 'react';
import { density, densityRange, sharedBandwidth } from '../../src/stats/density';
import { Choice } from '../ui/Choice';
import { fixedAxis, zoomedAxis, type Axis } from './axis';
import { DensityRow } from './DensityRow';
import type { ScenarioGroup } from './groups';

const POINTS = 361;
const INVISIBLE = 0.001;

const SCALES = [
  { value: 'fixed', label: 'Whole scale' },
  { value: 'zoomed', label: 'Zoom to data' },
] as const;

function AxisTicks({ axis }: { readonly axis: Axis }) {
  const position = (tick: number): string => `${((tick - axis.from) / (axis.to - axis.from)) * 100}%`;
  const digits = axis.ticks.some((tick) => Math.abs(tick * 100 - Math.round(tick * 100)) > 1e-6) ? 1 : 0;
  return (
    <div className="axis" aria-hidden="true">
      <div className="axis-inner">
        {axis.ticks.map((tick) => (
          <span
            key={tick}
            className="axis-tick"
            data-last={tick === axis.to ? '' : undefined}
            style={{ left: position(tick) }}
          >
            <span>{(tick * 100).toFixed(digits)} %</span>
          </span>
        ))}
        {axis.from < 0.5 && (
          <span className="axis-chance" style={{ left: position(0.5) }}>
            guessing
          </span>
        )}
      </div>
    </div>
  );
}

export const Densities = memo(function Densities({ groups }: { readonly groups: readonly ScenarioGroup[] }) {
  const [scale, setScale] = useState<'fixed' | 'zoomed'>('fixed');
  const plot = useMemo(() => {
    const values = groups.map(({ accuracies }) => accuracies);
    const bandwidth = sharedBandwidth(values);
    const range = densityRange(values, bandwidth);
    const axis = scale === 'zoomed' && range ? zoomedAxis(range) : fixedAxis(values.flat());
    const curves = values.map((group) =>
      group.length < 2 ? [] : density(group, { from: axis.from, to: axis.to, points: POINTS, bandwidth }),
    );
    const highest = Math.max(1, ...curves.flat().map(({ y }) => y)) * 1.05;
    // Where a curve is too low to see, its stroke would only thicken the base line.
    const visible = curves.map((curve) => curve.filter(({ y }) => y > highest * INVISIBLE));
    return {
      axis,
      curves: visible,
      highest,
      bandwidth,
      any: range !== null,
      drawn: curves.some((c) => c.length > 0),
    };
  }, [groups, scale]);

  return (
    <figure
      className="densities"
      aria-labelledby="densities-title"
      style={{ '--rows': groups.length } as CSSProperties}
    >
      <header className="figure-head">
        <h2 id="densities-title">Validation accuracy</h2>
        {plot.any && (
          <Choice
            label="Axis"
            hideLabel
            options={SCALES}
            value={scale}
            onChange={(value) => setScale(value)}
          />
        )}
      </header>
      <div className="density-body">
        <AxisTicks axis={plot.axis} />
        <ol>
          {groups.map((group, index) => (
            <DensityRow
              key={index}
              group={group}
              axis={plot.axis}
              curve={plot.curves[index] ?? []}
              highest={plot.highest}
            />
          ))}
        </ol>
      </div>
      <figcaption className="caption">
        {plot.any
          ? 'A dot is one trial, the dashed line their mean; ± is the standard deviation over trials. '
          : 'Each finished trial becomes a dot; from two trials on, a curve shows how they spread. '}
        {plot.drawn &&
          `All curves are smoothed alike (Gaussian kernel, bandwidth ${(plot.bandwidth * 100).toFixed(2)} points) and have the same area.`}
      </figcaption>
    </figure>
  );
});
