/** @file All scenarios' accuracies on one axis: the answer to the experiment's question. */
import { memo, useMemo, useState, type CSSProperties } from 'react';
import type { Axis } from '../../src/stats/axis';
import { hillsOf, type AxisScale } from '../../src/stats/hills';
import { PublishedAxis } from '../lessons/PublishedStrip';
import { Choice } from '../ui/Choice';
import { DensityRow, type DensityRowData } from './DensityRow';
import type { ScenarioGroup } from './groups';
import { bandwidthWords, leftOutWords, resolutionWords } from '../../src/stats/summaryWords';
import { SaveMenu } from './save/SaveMenu';

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

export interface DensitiesProps {
  readonly groups: readonly ScenarioGroup[];
  /** Validation examples behind each accuracy; null if not known. */
  readonly rows: number | null;
}

export const Densities = memo(function Densities({ groups, rows }: DensitiesProps) {
  const [scale, setScale] = useState<AxisScale>('fixed');
  const plot = useMemo(() => {
    const values = groups.map(({ accuracies }) => accuracies);
    const hills = hillsOf(values, scale);
    const { axis, curves, highest } = hills;
    return {
      ...hills,
      rows: groups.map((group, i): DensityRowData => ({ group, axis, curve: curves[i] ?? [], highest })),
      drawn: curves.some((curve) => curve.length > 0),
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
        <SaveMenu
          what="accuracy"
          words="the accuracies"
          groups={groups}
          draw={(all, of) => all.accuracyPicture(of, scale)}
          table="summary"
        />
      </header>
      <div className="density-body">
        <AxisTicks axis={plot.axis} />
        <ol>
          {plot.rows.map((row, index) => (
            <DensityRow key={index} row={row} />
          ))}
        </ol>
      </div>
      <PublishedAxis />
      <figcaption className="caption">
        {plot.any
          ? 'A dot is one trial, the dashed line their mean; ± is the standard deviation over trials, and the 95 % interval of the mean is Student’s t interval. '
          : 'Each finished trial becomes a dot; from two trials on, a curve shows how they spread. '}
        {plot.drawn && bandwidthWords(plot.bandwidth, plot.reflected)} {resolutionWords(groups, rows)}{' '}
        {leftOutWords(groups)}
      </figcaption>
    </figure>
  );
});
