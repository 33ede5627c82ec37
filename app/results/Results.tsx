/** @file What came of the trials: how accurate they are, how they learned, then what it cost. */
import { useMemo, useRef, type CSSProperties } from 'react';
import type { Experiment } from '../../src/experiment/experiment';
import { useLab } from '../store/lab';
import { runView } from '../store/runView';
import { shownExperiment } from '../store/results/shownResults';
import { estimatedMemory, withholdsMemory } from '../store/selectors';
import { validationSet } from '../store/sources/validationSet';
import { InTurn, useInTurn } from '../ui/InTurn';
import { arrangeGroups, visibleSlots } from './view/arrangeGroups';
import { LearningCurves } from './curves/LearningCurves';
import { Densities } from './accuracy/Densities';
import { DifferencesPanel } from './differences/DifferencesPanel';
import { groupTrials } from '../store/results/scenarioGroups';
import { SweepPanel } from './sweep/SweepPanel';
import { MemoryPanel } from './costs/MemoryPanel';
import { ParametersPanel } from './costs/ParametersPanel';
import { ResultsTable } from './trials/ResultsTable';
import { SpeedPanel } from './costs/SpeedPanel';
import { TrialCard } from './trials/TrialCard';
import { TryIt } from './tryIt/TryIt';
import { ViewBar } from './view/ViewBar';

export function Results() {
  const section = useRef<HTMLElement>(null);
  const view = useLab(runView);
  const resultsView = useLab((lab) => lab.resultsView);
  const config = useLab((lab) => lab.modelConfig);
  const running = useInTurn(useLab((lab) => lab.run.status !== 'idle'));
  // Also when the run has ended: space given back then would move the page under the reader's eyes.
  const ran = useLab((lab) => lab.run.experiment !== null && lab.run.experiment === shownExperiment(lab));
  // Where learning curves stand, what is above them has the room that it will need.
  const told = ran || view.slots.some(({ record }) => record !== null);
  const estimated = useLab(estimatedMemory);
  const withheld = useLab(withholdsMemory);
  const inspection = useLab((lab) => lab.inspection);
  const { rows, guessing } = useMemo(
    () =>
      validationSet(
        view.experiment,
        view.slots.flatMap(({ record }) => record ?? []),
        inspection,
      ),
    [view, inspection],
  );
  const all = useMemo(() => groupTrials(view.experiment, view.slots), [view]);
  const groups = useMemo(
    () => arrangeGroups(all, resultsView, { config, memory: estimated }),
    [all, resultsView, config, estimated],
  );
  const slots = useMemo(() => visibleSlots(view.slots, resultsView), [view, resultsView]);
  const learned = useMemo(() => ({ slots, groups }), [slots, groups]);
  const memory = useMemo(
    () => ({ groups, estimated: groups.map(({ position }) => estimated[position] ?? null) }),
    [groups, estimated],
  );
  const measured = useMemo(() => ({ groups, rows, hidden: all.length - groups.length }), [all, groups, rows]);
  const accuracies = useMemo(() => ({ ...measured, guessing }), [measured, guessing]);
  const { training } = view.experiment;
  const swept = useMemo(() => ({ groups, rows, training }), [groups, rows, training]);
  const accuracyRange = useLab((lab) => lab.accuracyRange);
  const setAccuracyRange = useLab((lab) => lab.setAccuracyRange);
  const range = useMemo(() => [accuracyRange, setAccuracyRange] as const, [accuracyRange, setAccuracyRange]);
  return (
    <section
      ref={section}
      className="results"
      aria-label="Results"
      data-running={running ? '' : undefined}
      data-ran={ran ? '' : undefined}
      data-told={told ? '' : undefined}
      style={
        {
          '--rows': groups.length,
          '--gaps': measuredOften(view.experiment) ? groups.length + 1 : 0,
        } as CSSProperties
      }
    >
      <ViewBar scenarios={view.experiment.scenarios} shown={groups.length} />
      <InTurn value={accuracies}>{(shown) => <Densities {...shown} range={range} />}</InTurn>
      <InTurn value={learned}>{(shown) => <LearningCurves {...shown} />}</InTurn>
      <InTurn value={swept}>{(shown) => <SweepPanel {...shown} />}</InTurn>
      <div className="panels">
        <InTurn value={groups}>{(shown) => <ParametersPanel groups={shown} config={config} />}</InTurn>
        <InTurn value={memory}>{(shown) => <MemoryPanel {...shown} withheld={withheld} />}</InTurn>
        <InTurn value={groups}>{(shown) => <SpeedPanel groups={shown} />}</InTurn>
      </div>
      <div className="differences-place">
        <InTurn value={measured}>{(shown) => <DifferencesPanel {...shown} />}</InTurn>
      </div>
      <InTurn value={slots}>{(shown) => <ResultsTable slots={shown} />}</InTurn>
      <InTurn value={view.slots}>{(shown) => <TryIt slots={shown} />}</InTurn>
      <TrialCard section={section} slots={view.slots} />
    </section>
  );
}

/** Whether the learning curves will have a table of gaps, as far as can be told before they have it. */
function measuredOften({ training: { evaluateEvery, duration } }: Experiment): boolean {
  return evaluateEvery !== null || (duration.unit === 'epochs' && duration.count > 1);
}
