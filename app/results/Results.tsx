/** @file What came of the trials: accuracy first, then what it cost. */
import { useMemo } from 'react';
import { useLab } from '../store/lab';
import { runView } from '../store/runView';
import { foreseenMemory, validationRows } from '../store/selectors';
import { InTurn, useInTurn } from '../ui/InTurn';
import { LearningCurves } from './curves/LearningCurves';
import { Densities } from './Densities';
import { DifferencesPanel } from './DifferencesPanel';
import { groupTrials } from './groups';
import { GridPanel } from './GridPanel';
import { MemoryPanel } from './MemoryPanel';
import { ParametersPanel } from './ParametersPanel';
import { ResultsTable } from './ResultsTable';
import { SpeedPanel } from './SpeedPanel';
import { TryIt } from './TryIt';

export function Results() {
  const view = useLab(runView);
  const config = useLab((lab) => lab.modelConfig);
  const running = useInTurn(useLab((lab) => lab.run.status !== 'idle'));
  const foreseen = useLab(foreseenMemory);
  const rows = useLab((lab) => validationRows(view.experiment, lab.inspection?.rows.validation ?? null));
  const groups = useMemo(() => groupTrials(view.experiment, view.slots), [view]);
  const memory = useMemo(() => ({ groups, foreseen }), [groups, foreseen]);
  const measured = useMemo(() => ({ groups, rows }), [groups, rows]);
  const { training } = view.experiment;
  const swept = useMemo(() => ({ groups, rows, training }), [groups, rows, training]);
  return (
    <section className="results" aria-label="Results" data-running={running ? '' : undefined}>
      <InTurn value={measured}>{(shown) => <Densities {...shown} />}</InTurn>
      <InTurn value={swept}>{(shown) => <GridPanel {...shown} />}</InTurn>
      <div className="panels">
        <InTurn value={groups}>{(shown) => <ParametersPanel groups={shown} config={config} />}</InTurn>
        <InTurn value={memory}>{(shown) => <MemoryPanel {...shown} />}</InTurn>
        <InTurn value={groups}>{(shown) => <SpeedPanel groups={shown} />}</InTurn>
      </div>
      <InTurn value={measured}>{(shown) => <DifferencesPanel {...shown} />}</InTurn>
      <InTurn value={view.slots}>{(shown) => <LearningCurves slots={shown} />}</InTurn>
      <InTurn value={view.slots}>{(shown) => <ResultsTable slots={shown} />}</InTurn>
      <InTurn value={view.slots}>{(shown) => <TryIt slots={shown} />}</InTurn>
    </section>
  );
}
