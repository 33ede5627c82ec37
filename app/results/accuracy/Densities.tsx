/** @file All scenarios' accuracies, or values by another measure, on one axis: the answer to the experiment's question. */
import { memo, useMemo, useState, type CSSProperties } from 'react';
import { accuracyFigure, type AccuracyFigure } from '../../../src/figures/accuracy/accuracyFigure';
import { hasRecorded } from '../../../src/figures/recorded';
import type { Range } from '../../../src/stats/densities/axis';
import type { Guessing } from '../../../src/stats/guessing';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';
import { Choice } from '../../ui/Choice';
import { SaveMenu } from '../save/SaveMenu';
import { AccuracyAxis } from './AccuracyAxis';
import { AxisRange } from './AxisRange';
import { DensityRow } from './DensityRow';
import { RecordedLine, type ShownRecorded } from './RecordedLine';
import { PlotSelection } from './PlotSelection';
import { UnequalClasses } from './UnequalClasses';

const SCALES = [
  { value: 'fixed', label: 'Whole scale' },
  { value: 'zoomed', label: 'Zoom to data' },
] as const;

type NamedScale = (typeof SCALES)[number]['value'];

export interface DensitiesProps {
  readonly groups: readonly ScenarioGroup[];
  /** Validation sentences behind each value; null if not known. */
  readonly rows: number | null;
  /** What guessing reaches; null if not known. */
  readonly guessing: Guessing | null;
  /** How many scenarios the figure leaves out. */
  readonly hidden?: number;
  /** The chosen part of the axis, and how to choose another; the component keeps it itself if not given. */
  readonly range?: readonly [Range | null, (range: Range | null) => void];
  /** The recorded run beside the results; null if there is none. */
  readonly recorded?: ShownRecorded | null;
}

export const Densities = memo(function Densities(props: DensitiesProps) {
  const { groups, rows, guessing, hidden = 0, range, recorded = null } = props;
  const run = recorded?.run ?? null;
  const [scale, setScale] = useState<NamedScale>('fixed');
  const own = useState<Range | null>(null);
  const [chosen, choose] = range ?? own;
  const figure = useMemo(
    () => accuracyFigure(groups, { scale: chosen ?? scale, rows, guessing, hidden, recorded: run }),
    [groups, scale, chosen, rows, guessing, hidden, run],
  );
  const values = useMemo(
    () => [...groups, ...(hasRecorded(run) ? run.groups : [])].flatMap((group) => group?.values ?? []),
    [groups, run],
  );
  return (
    <figure
      className="densities"
      aria-labelledby="densities-title"
      style={{ '--rows': groups.length } as CSSProperties}
      data-recorded={recorded && !recorded.isWithheld ? '' : undefined}
    >
      <div className="densities-head">
        <header className="figure-head">
          <h2 id="densities-title">{figure.title}</h2>
          <ScaleChoice
            idle={!figure.any}
            value={chosen ? null : scale}
            onChange={(value) => {
              setScale(value);
              choose(null);
            }}
          />
          <SaveMenu
            what="accuracy"
            words="the accuracies"
            groups={groups}
            draw={(pictures, paper) => pictures.accuracyPicture(figure, paper)}
            table="summary"
          />
        </header>
        {recorded && <RecordedLine {...recorded} hasOwn={groups.some(({ done }) => done.length > 0)} />}
      </div>
      <AccuracyPlots figure={figure} groups={groups} onSelect={choose} />
      <div className="densities-below">
        <AxisRange
          whole={figure.whole}
          shown={figure.range}
          outside={figure.outside}
          values={values}
          measure={figure.measure}
          chosen={chosen !== null}
          onChange={choose}
        />
        {figure.any && guessing && guessing.warning !== '' && <UnequalClasses warning={guessing.warning} />}
        <figcaption className="caption">{figure.caption}</figcaption>
      </div>
    </figure>
  );
});

interface ScaleChoiceProps {
  /** Whether there is nothing to show on either. */
  readonly idle: boolean;
  readonly value: NamedScale | null;
  readonly onChange: (value: NamedScale) => void;
}

/** The choice keeps its space while it is hidden, so that nothing moves when it appears. */
function ScaleChoice({ idle, value, onChange }: ScaleChoiceProps) {
  return (
    <div className="scale-choice" data-idle={idle ? '' : undefined}>
      <Choice label="Axis" hideLabel options={SCALES} value={value} onChange={onChange} />
    </div>
  );
}

interface AccuracyPlotsProps {
  readonly figure: AccuracyFigure;
  /** The scenarios of the figure's rows. */
  readonly groups: readonly ScenarioGroup[];
  readonly onSelect: (range: Range | null) => void;
}

export function AccuracyPlots({ figure, groups, onSelect }: AccuracyPlotsProps) {
  return (
    <PlotSelection
      axis={figure.range}
      measure={figure.measure}
      onSelect={onSelect}
      onReset={() => onSelect(null)}
    >
      <AccuracyAxis figure={figure} />
      <ol>
        {figure.rows.map((row, i) => (
          // By another measure a row begins anew: its old values would not be on this axis.
          <DensityRow key={`${figure.measure} ${groups[i]?.position ?? i}`} row={row} />
        ))}
      </ol>
    </PlotSelection>
  );
}
