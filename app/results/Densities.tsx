/** @file All scenarios' accuracies on one axis: the answer to the experiment's question. */
import { memo, useMemo, useState, type CSSProperties } from 'react';
import { density, densityRange, sharedBandwidth, SHARES, type DensityPoint } from '../../src/stats/density';
import { PublishedAxis } from '../lessons/PublishedStrip';
import { Choice } from '../ui/Choice';
import { AxisRange } from './AxisRange';
import { fixedAxis, positionOn, rangeAxis, zoomedAxis, type Axis, type Range } from './axis';
import { DensityRow, type DensityRowData } from './DensityRow';
import type { ScenarioGroup } from './groups';
import { PlotSelection } from './PlotSelection';
import { bandwidthWords, leftOutWords, resolutionWords } from './summaryWords';
import { hiddenWords } from './viewWords';

/** Straight lines between points this close look round. */
const POINTS_PER_BANDWIDTH = 4;

/** A scenario's curve, on the axis and only where it is high enough to see. */
function hill(values: readonly number[], bandwidth: number, axis: Axis): DensityPoint[] {
  const range = densityRange([values], bandwidth, SHARES);
  if (!range || values.length < 2) return [];
  const from = Math.max(range.from, axis.from);
  const to = Math.min(range.to, axis.to);
  if (to <= from) return [];
  const points = Math.ceil(((to - from) / bandwidth) * POINTS_PER_BANDWIDTH) + 1;
  return density(values, { from, to, points, bandwidth, bounds: SHARES });
}

const SCALES = [
  { value: 'fixed', label: 'Whole scale' },
  { value: 'zoomed', label: 'Zoom to data' },
] as const;

function AxisTicks({ axis }: { readonly axis: Axis }) {
  const position = (tick: number): string => `${positionOn(axis, tick) * 100}%`;
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
        {axis.from < 0.5 && axis.to > 0.5 && (
          <span className="axis-chance" style={{ left: position(0.5) }}>
            guessing
          </span>
        )}
      </div>
    </div>
  );
}

export interface DensitiesProps {
  readonly groups: readonly ScenarioGroup[];
  /** Validation examples behind each accuracy; null if not known. */
  readonly rows: number | null;
  /** Scenarios left out of the picture. */
  readonly hidden?: number;
  /** The part of the axis that is chosen, and how to choose another; kept here if not given. */
  readonly range?: readonly [Range | null, (range: Range | null) => void];
}

export const Densities = memo(function Densities({ groups, rows, hidden = 0, range }: DensitiesProps) {
  const [scale, setScale] = useState<'fixed' | 'zoomed'>('fixed');
  const own = useState<Range | null>(null);
  const [chosen, choose] = range ?? own;
  const plot = useMemo(() => {
    const values = groups.map(({ accuracies }) => accuracies);
    const bandwidth = sharedBandwidth(values);
    const spread = densityRange(values, bandwidth, SHARES);
    const whole = fixedAxis(spread ? [spread.from] : []);
    const axis = chosen ? rangeAxis(chosen) : scale === 'zoomed' && spread ? zoomedAxis(spread) : whole;
    const curves = values.map((group) => hill(group, bandwidth, axis));
    const highest = Math.max(1, ...curves.flat().map(({ y }) => y)) * 1.05;
    return {
      axis,
      whole,
      accuracies: values.flat(),
      rows: groups.map((group, i): DensityRowData => ({ group, axis, curve: curves[i] ?? [], highest })),
      bandwidth,
      any: spread !== null,
      // A range that ends at a bound was cut there.
      reflected: spread !== null && (spread.from === SHARES.from || spread.to === SHARES.to),
      drawn: curves.some((curve) => curve.length > 0),
    };
  }, [groups, scale, chosen]);

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
            value={chosen ? null : scale}
            onChange={(value) => {
              setScale(value);
              choose(null);
            }}
          />
        )}
      </header>
      <PlotSelection axis={plot.axis} onSelect={choose} onReset={() => choose(null)}>
        <AxisTicks axis={plot.axis} />
        <ol>
          {plot.rows.map((row) => (
            <DensityRow key={row.group.position} row={row} />
          ))}
        </ol>
      </PlotSelection>
      <AxisRange
        whole={plot.whole}
        shown={plot.axis}
        accuracies={plot.accuracies}
        chosen={chosen !== null}
        onChange={choose}
      />
      <PublishedAxis />
      <figcaption className="caption">
        {plot.any
          ? 'A dot is one trial, the dashed line their mean; ± is the standard deviation over trials, and the 95 % interval of the mean is Student’s t interval. '
          : 'Each finished trial becomes a dot; from two trials on, a curve shows how they spread. '}
        {plot.drawn && bandwidthWords(plot.bandwidth, plot.reflected)} {resolutionWords(groups, rows)}{' '}
        {leftOutWords(groups)} {hiddenWords(hidden)}
      </figcaption>
    </figure>
  );
});
