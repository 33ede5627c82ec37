/** @file Loss and accuracy of every trial over its steps, the running one included: training against validation. */
import { memo, useMemo, useState } from 'react';
import { axesOf, type CurveView, drawnOf, stepsOf, valueEnd } from '../../../src/stats/curveAxes';
import { useThrottled } from '../../ui/useThrottled';
import { useLab } from '../../store/lab';
import type { TrialSlot } from '../../store/results/trialKey';
import { Choice } from '../../ui/Choice';
import { useInTurn } from '../../ui/InTurn';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';
import { SaveMenu } from '../save/SaveMenu';
import { CurveChart } from '../charts/charts';
import { GAP_WORDS, formatLeftOut, ONCE_WORDS, formatReading } from './formatCurves';
import { GapTable } from './GapTable';
import { gapsOf, measuredOnce } from './gaps';
import { finishedTraces, liveTrace } from '../charts/traces';
import { Loaded } from '../../ui/Loaded';

const REDRAW_MS = 1000;

const VIEWS = [
  { value: 'loss', label: 'Loss' },
  { value: 'accuracy', label: 'Accuracy' },
] as const;

const KINDS = [
  { kind: 'training', label: 'training' },
  { kind: 'validation', label: 'validation' },
] as const;

/** Which kind of line means what. */
function LineKey() {
  return (
    <p className="line-key" aria-hidden="true">
      {KINDS.map(({ kind, label }) => (
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

export interface LearningCurvesProps {
  /** Of the scenarios that are shown. */
  readonly slots: readonly TrialSlot[];
  /** The same scenarios; of them a saved picture tells. */
  readonly groups: readonly ScenarioGroup[];
}

export const LearningCurves = memo(function LearningCurves({ slots, groups }: LearningCurvesProps) {
  const [view, setView] = useState<CurveView>('loss');
  const live = useThrottled(
    useLab((lab) => lab.run.live),
    REDRAW_MS,
  );
  const liveScenario = useLab((lab) => (live ? lab.run.trials[live.trial]?.scenario : undefined));
  const finished = useMemo(() => finishedTraces(slots, view), [slots, view]);
  const drawn = useMemo(() => {
    const shown = slots.some(({ spec }) => spec.scenario.name === liveScenario?.name);
    const growing =
      live && liveScenario && shown && live.losses.length > 1 ? [liveTrace(live, liveScenario, view)] : [];
    const all = [...finished, ...growing];
    return { view, all, traces: drawnOf(all) };
  }, [slots, finished, live, liveScenario, view]);
  const { all: everyTrace, traces } = drawn;
  const steps = stepsOf(traces, live?.totalSteps);
  const end = valueEnd(traces, view);
  // Axes are the expensive part of a chart. They change seldom, and then not together with another chart.
  const axes = useInTurn(useMemo(() => axesOf(view, steps, end), [view, steps, end]));
  const gaps = useMemo(() => gapsOf(slots), [slots]);
  const once = useMemo(() => measuredOnce(slots), [slots]);

  return (
    <figure
      className="curves"
      aria-labelledby="curves-title"
      data-testid="learning-curves"
      data-empty={traces.length === 0 ? '' : undefined}
    >
      <header className="figure-head">
        <h2 id="curves-title">Learning curves</h2>
        <LineKey />
        <Choice label="What is drawn" hideLabel options={VIEWS} value={view} onChange={setView} />
        <SaveMenu
          what="curves"
          words="the curves"
          groups={groups}
          draw={(all, of) => all.curvesPicture(of, everyTrace, view, steps)}
        />
      </header>
      <div
        className="curve-chart"
        role="img"
        aria-label={`${view === 'loss' ? 'Loss' : 'Accuracy'} of ${traces.length} trials over their steps, in training and on the validation sentences`}
      >
        {traces.length > 0 && (
          <Loaded what="The chart">
            <CurveChart drawn={drawn} axes={axes} />
          </Loaded>
        )}
      </div>
      <GapTable gaps={gaps} />
      <figcaption className="caption">
        {once && <strong className="once">{ONCE_WORDS} </strong>}
        {formatReading(view)} {gaps.length > 0 && GAP_WORDS} {formatLeftOut(everyTrace.length)}
      </figcaption>
    </figure>
  );
});
