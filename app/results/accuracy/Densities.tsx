/** @file All scenarios' accuracies on one axis: the answer to the experiment's question. */
import { memo, useMemo, useState, type CSSProperties } from 'react';
import { liesOn, positionOn, tickTexts, type Axis, type Range } from '../../../src/stats/axis';
import type { Guessing } from '../../../src/stats/guessing';
import { hillsOf } from '../../../src/stats/hills';
import { formatBandwidth, formatLeftOut, formatResolution } from '../../../src/stats/formatSummary';
import { PublishedAxis } from '../../lessons/PublishedStrip';
import { Choice } from '../../ui/Choice';
import { AxisRange } from './AxisRange';
import { DensityRow, type DensityRowData } from './DensityRow';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';
import { PlotSelection } from './PlotSelection';
import { SaveMenu } from '../save/SaveMenu';
import { formatHidden } from '../view/formatView';

const SCALES = [
  { value: 'fixed', label: 'Whole scale' },
  { value: 'zoomed', label: 'Zoom to data' },
] as const;

interface AxisTicksProps {
  readonly axis: Axis;
  readonly guessing: Guessing | null;
}

function AxisTicks({ axis, guessing }: AxisTicksProps) {
  const position = (tick: number): string => `${positionOn(axis, tick) * 100}%`;
  const texts = tickTexts(axis);
  return (
    <div className="axis" aria-hidden="true">
      <div className="axis-inner">
        {axis.ticks.map((tick, i) => (
          <span
            key={tick}
            className="axis-tick"
            data-last={tick === axis.to ? '' : undefined}
            style={{ left: position(tick) }}
          >
            <span>{texts[i]}</span>
          </span>
        ))}
        {guessing && guessing.share < axis.to && liesOn(axis, guessing.share) && (
          <span className="axis-chance" style={{ left: position(guessing.share) }}>
            {guessing.label}
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
  /** Null if not known. */
  readonly guessing: Guessing | null;
  /** Scenarios left out of the picture. */
  readonly hidden?: number;
  /** The part of the axis that is chosen, and how to choose another; kept here if not given. */
  readonly range?: readonly [Range | null, (range: Range | null) => void];
}

export const Densities = memo(function Densities({
  groups,
  rows,
  guessing,
  hidden = 0,
  range,
}: DensitiesProps) {
  const [scale, setScale] = useState<'fixed' | 'zoomed'>('fixed');
  const own = useState<Range | null>(null);
  const [chosen, choose] = range ?? own;
  const share = guessing?.share ?? null;
  const plot = useMemo(() => {
    const values = groups.map(({ accuracies }) => accuracies);
    const hills = hillsOf(values, chosen ?? scale, share);
    const { axis, curves, highest } = hills;
    return {
      ...hills,
      accuracies: values.flat(),
      rows: groups.map((group, i): DensityRowData => ({ group, axis, curve: curves[i] ?? [], highest })),
      drawn: curves.some((curve) => curve.length > 0),
    };
  }, [groups, scale, chosen, share]);

  return (
    <figure
      className="densities"
      aria-labelledby="densities-title"
      style={{ '--rows': groups.length } as CSSProperties}
    >
      <header className="figure-head">
        <h2 id="densities-title">Validation accuracy</h2>
        {/* Its room is there before it is of use, so that nothing moves when it comes. */}
        <div className="scale-choice" data-idle={plot.any ? undefined : ''}>
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
        </div>
        <SaveMenu
          what="accuracy"
          words="the accuracies"
          groups={groups}
          draw={(all, of) => all.accuracyPicture(of, chosen ?? scale)}
          table="summary"
        />
      </header>
      <PlotSelection axis={plot.axis} onSelect={choose} onReset={() => choose(null)}>
        <AxisTicks axis={plot.axis} guessing={guessing} />
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
        {plot.drawn && formatBandwidth(plot.bandwidth, plot.reflected)} {formatResolution(groups, rows)}{' '}
        {plot.any && guessing?.sentence} {formatLeftOut(groups)} {formatHidden(hidden)}
      </figcaption>
    </figure>
  );
});
