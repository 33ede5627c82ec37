/** @file The results of the trials: how accurate they are, how they learned, and what it cost. */
import { useMemo, useRef, type CSSProperties } from 'react';
import { haveSameTrials, type Experiment } from '../../src/experiment/experiment';
import { useLab } from '../store/lab';
import { shownExperiment } from '../store/results/shownResults';
import { withholdsMemory } from '../store/selectors';
import { InTurn, useInTurn } from '../ui/InTurn';
import { LearningCurves } from './curves/LearningCurves';
import { Densities } from './accuracy/Densities';
import { FinalTest } from './finalTest/FinalTest';
import { DifferencesPanel } from './differences/DifferencesPanel';
import { SweepPanel } from './sweep/SweepPanel';
import { MemoryPanel } from './costs/MemoryPanel';
import { ParametersPanel } from './costs/ParametersPanel';
import { ResultsTable } from './trials/ResultsTable';
import { SpeedPanel } from './costs/SpeedPanel';
import { TrialCard } from './trials/TrialCard';
import { TryIt } from './tryIt/TryIt';
import { useResults } from './useResults';
import { ViewBar } from './view/ViewBar';

export default function Results() {
  const section = useRef<HTMLElement>(null);
  const { view, config, all, groups, slots, learned, memory, speeds, measured, accuracies, swept } =
    useResults();
  const withheld = useLab(withholdsMemory);
  const running = useInTurn(useLab((lab) => lab.run.status !== 'idle'));
  // It stays true after the run has ended, because freeing the space then would move the page under the reader's eyes.
  const ran = useLab(({ run, experiment }) => {
    const shown = shownExperiment({ run, experiment });
    return run.experiment !== null && haveSameTrials(run.experiment, shown);
  });
  // If there are learning curves, the parts above them already have the room that they will need.
  const told = ran || view.slots.some(({ record }) => record !== null);
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
        <InTurn value={speeds}>{(shown) => <SpeedPanel {...shown} />}</InTurn>
      </div>
      <div className="differences-place">
        <InTurn value={measured}>{(shown) => <DifferencesPanel {...shown} />}</InTurn>
      </div>
      <InTurn value={slots}>{(shown) => <ResultsTable slots={shown} />}</InTurn>
      <InTurn value={all}>{(shown) => <FinalTest groups={shown} />}</InTurn>
      <InTurn value={view.slots}>{(shown) => <TryIt slots={shown} />}</InTurn>
      <TrialCard section={section} slots={view.slots} />
    </section>
  );
}

/** Whether the learning curves will have a table of gaps, as far as that can be known in advance. */
function measuredOften({ training: { evaluateEvery, duration } }: Experiment): boolean {
  return evaluateEvery !== null || (duration.unit === 'epochs' && duration.count > 1);
}
