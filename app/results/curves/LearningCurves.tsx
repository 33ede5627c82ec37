/** @file Loss and accuracy of every trial over its steps, running ones included: training against validation. */
import { memo, useMemo, useState } from 'react';
import { curvesFigure, type CurvesFigure, type LineKind } from '../../../src/figures/curves/curvesFigure';
import { gapsOf, measuredOnce } from '../../../src/figures/curves/gaps';
import { finishedTraces, liveTrace } from '../../../src/figures/curves/traces';
import { formatGroupsTrainedBy } from '../../../src/figures/scenarioResults';
import type { CurveView } from '../../../src/stats/curves/curveAxes';
import { useLab } from '../../store/lab';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';
import type { TrialSlot } from '../../store/results/trialKey';
import { Choice } from '../../ui/Choice';
import { useInTurn } from '../../ui/InTurn';
import { Loaded } from '../../ui/Loaded';
import { useThrottled } from '../../ui/useThrottled';
import { SaveMenu } from '../save/SaveMenu';
import { GapTable } from './GapTable';
import { CurveChart } from './loadCurveChart';

const REDRAW_MS = 1000;

const VIEWS = [
  { value: 'loss', label: 'Loss' },
  { value: 'accuracy', label: 'Accuracy' },
] as const;

export interface LearningCurvesProps {
  /** Trials of the scenarios that are shown. */
  readonly slots: readonly TrialSlot[];
  /** The same scenarios, for the foot of a saved picture. */
  readonly groups: readonly ScenarioGroup[];
}

export const LearningCurves = memo(function LearningCurves({ slots, groups }: LearningCurvesProps) {
  const [view, setView] = useState<CurveView>('loss');
  const figure = useCurvesFigure(slots, groups, view);
  const { title, traces, lineKey, gaps, legend, hint, caption } = figure;
  return (
    <figure
      className="curves"
      aria-labelledby="curves-title"
      data-testid="learning-curves"
      data-empty={traces.length === 0 ? '' : undefined}
    >
      <header className="figure-head">
        <h2 id="curves-title">{title}</h2>
        <LineKey kinds={lineKey} />
        <Choice label="What is drawn" hideLabel options={VIEWS} value={view} onChange={setView} />
        <SaveMenu
          what="curves"
          words="the curves"
          groups={groups}
          draw={(pictures, paper) => pictures.curvesPicture(figure, paper)}
        />
      </header>
      <Chart figure={figure} />
      {gaps ? <GapTable gaps={gaps} /> : <ColorLegend legend={legend} />}
      <figcaption className="caption">
        {hint !== '' && <strong className="once">{hint} </strong>}
        {caption}
      </figcaption>
    </figure>
  );
});

/** The current figure, updated at most once in {@link REDRAW_MS} while trials train. */
function useCurvesFigure(
  slots: readonly TrialSlot[],
  groups: readonly ScenarioGroup[],
  view: CurveView,
): CurvesFigure {
  const live = useThrottled(
    useLab((lab) => lab.run.live),
    REDRAW_MS,
  );
  const trials = useLab((lab) => lab.run.trials);
  const finished = useMemo(() => finishedTraces(slots, view), [slots, view]);
  const gaps = useMemo(() => gapsOf(slots), [slots]);
  const once = useMemo(() => measuredOnce(slots), [slots]);
  const measure = useLab((lab) => lab.experiment.judging.measure);
  const trainedBy = useMemo(() => formatGroupsTrainedBy(groups), [groups]);
  return useMemo(() => {
    const shown = new Set(slots.map(({ spec }) => spec.scenario.name));
    const growing = live.flatMap((one) => {
      const scenario = trials[one.trial]?.scenario;
      const isDrawn = scenario && shown.has(scenario.name) && one.losses.length > 1;
      return isDrawn ? [liveTrace(one, scenario, view)] : [];
    });
    const leastSteps = live.length > 0 ? Math.max(...live.map(({ totalSteps }) => totalSteps)) : undefined;
    return curvesFigure([...finished, ...growing], { view, leastSteps, gaps, once, measure, trainedBy });
  }, [slots, finished, live, trials, view, gaps, once, measure, trainedBy]);
}

function Chart({ figure }: { readonly figure: CurvesFigure }) {
  const { view, traces, description } = figure;
  // Axes are the expensive part of a chart. They change seldom, and never at the same time as another chart.
  const axes = useInTurn(figure.axes);
  const drawn = useMemo(() => ({ view, traces }), [view, traces]);
  return (
    <div className="curve-chart" role="img" aria-label={description}>
      {traces.length > 0 && (
        <Loaded what="The chart">
          <CurveChart drawn={drawn} axes={axes} />
        </Loaded>
      )}
    </div>
  );
}

/** The scenarios' colours, if no table shows them. */
function ColorLegend({ legend }: Pick<CurvesFigure, 'legend'>) {
  if (legend.length === 0) return null;
  return (
    <ul className="legend" aria-label="Colours of the scenarios">
      {legend.map(({ name, color }) => (
        <li key={name}>
          <span className="swatch" style={{ background: color }} />
          {name}
        </li>
      ))}
    </ul>
  );
}

/** What each kind of line means. */
function LineKey({ kinds }: { readonly kinds: readonly LineKind[] }) {
  return (
    <p className="line-key" aria-hidden="true">
      {kinds.map(({ kind, label }) => (
        <span key={kind}>
          <svg viewBox="0 0 32 8" className="trace">
            <path className={`trace-${kind}`} d="M2,4L30,4" />
            {kind === 'validation' && <path className="trace-points" d="M16,4h0" />}
          </svg>
          {label}
        </span>
      ))}
    </p>
  );
}
