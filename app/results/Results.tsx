/** @file The results of the trials: how accurate they are, how they learned, and what it cost. */
import { Fragment, useMemo, useRef, type CSSProperties, type ReactNode } from 'react';
import { haveSameTrials, type Experiment } from '../../src/experiment/experiment';
import type { ResultsPanel } from '../../src/lessons/lesson';
import { useLab } from '../store/lab';
import { shownExperiment } from '../store/results/shownResults';
import { withholdsMemory } from '../store/selectors';
import { InTurn, useInTurn } from '../ui/InTurn';
import { Choices } from './choices/Choices';
import { LearningCurves } from './curves/LearningCurves';
import { FinalTest } from './finalTest/FinalTest';
import { FrontPanel } from './front/FrontPanel';
import { DifferencesPanel } from './differences/DifferencesPanel';
import { ByRank } from './rank/ByRank';
import { SweepPanel } from './sweep/SweepPanel';
import { LeftOut } from './LeftOut';
import { ByLayer } from './lineUp/ByLayer';
import { LineUp } from './lineUp/LineUp';
import { ResultsTable } from './trials/ResultsTable';
import { TrialCard } from './trials/TrialCard';
import { TryIt } from './tryIt/TryIt';
import { useShownPanels } from './useShownPanels';
import { useResults } from './useResults';
import { ViewBar } from './view/ViewBar';

export default function Results() {
  const section = useRef<HTMLElement>(null);
  const results = useResults();
  const { view, all, groups, slots } = results;
  const parts = useParts(results);
  const { shown, left, reveal } = useShownPanels(view.experiment.scenarios);
  // The browser lays out whatever appears at once without a pause, so what a telephone shows first comes first.
  const isRestDue = useInTurn(true, false);
  const running = useInTurn(useLab((lab) => lab.run.status !== 'idle'));
  // It stays true after the run has ended, because freeing the space then would move the page under the reader's eyes.
  const ran = useLab(({ run, experiment }) => {
    const shown = shownExperiment({ run, experiment });
    return run.experiment !== null && haveSameTrials(run.experiment, shown);
  });
  // If there are learning curves, the parts above them already have the room that they will need.
  const told = ran || view.slots.some(({ record }) => record !== null);
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
      {shown.slice(0, 1).map((panel) => (
        <Fragment key={panel}>{parts[panel]}</Fragment>
      ))}
      {isRestDue && (
        <>
          {shown.slice(1).map((panel) => (
            <Fragment key={panel}>{parts[panel]}</Fragment>
          ))}
          <LeftOut left={left} reveal={reveal} />
          <InTurn value={slots}>{(drawn) => <ResultsTable slots={drawn} />}</InTurn>
          <InTurn value={all}>{(drawn) => <FinalTest groups={drawn} />}</InTurn>
          <InTurn value={view.slots}>{(drawn) => <TryIt slots={drawn} />}</InTurn>
          <TrialCard section={section} slots={view.slots} />
        </>
      )}
    </section>
  );
}

/** The parts that a lesson may leave out or put in another order. */
function useParts(results: ReturnType<typeof useResults>): Readonly<Record<ResultsPanel, ReactNode>> {
  const { view, config, groups, learned, memory, speeds, measured, accuracies, swept } = results;
  const { byLayer, byRank, compared } = results;
  const withheld = useLab(withholdsMemory);
  const accuracyRange = useLab((lab) => lab.accuracyRange);
  const setAccuracyRange = useLab((lab) => lab.setAccuracyRange);
  const range = useMemo(() => [accuracyRange, setAccuracyRange] as const, [accuracyRange, setAccuracyRange]);
  const { checkpointing } = view.experiment.training;
  return {
    lineUp: <LineUp {...{ accuracies, range, groups, config, memory, speeds, withheld }} />,
    curves: <InTurn value={learned}>{(drawn) => <LearningCurves {...drawn} />}</InTurn>,
    choices: <InTurn value={groups}>{(drawn) => <Choices groups={drawn} config={config} />}</InTurn>,
    byLayer: (
      <InTurn value={byLayer}>{(drawn) => <ByLayer {...drawn} {...{ checkpointing, withheld }} />}</InTurn>
    ),
    byRank: <InTurn value={byRank}>{(drawn) => <ByRank {...drawn} config={config} />}</InTurn>,
    sweep: <InTurn value={swept}>{(drawn) => <SweepPanel {...drawn} />}</InTurn>,
    differences: (
      <div className="differences-place">
        <InTurn value={measured}>{(drawn) => <DifferencesPanel {...drawn} />}</InTurn>
      </div>
    ),
    front: <InTurn value={compared}>{(drawn) => <FrontPanel {...drawn} config={config} />}</InTurn>,
  };
}

/** Whether the learning curves will have a table of gaps, as far as that can be known in advance. */
function measuredOften({ training: { evaluateEvery, duration } }: Experiment): boolean {
  return evaluateEvery !== null || (duration.unit === 'epochs' && duration.count > 1);
}
