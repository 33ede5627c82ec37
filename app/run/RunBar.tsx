/** @file Run, Continue, Pause and Cancel; the run's progress; and what keeps it from starting. */
import { useMemo } from 'react';
import { useLab } from '../store/lab';
import { currentProblems } from '../store/experiment/problems';
import { BackendPicker } from './BackendPicker';
import { BudgetLine } from './BudgetLine';
import { Interrupted } from './Interrupted';
import { PlanFacts } from './PlanFacts';
import { Progress } from './Progress';
import { RunButtons } from './RunButtons';
import { RunningControls } from './RunningControls';
import { RunOptions } from './RunOptions';
import { useRunPlan, type RunPlan } from './runPlan';

export function RunBar() {
  const running = useLab((lab) => lab.run.status !== 'idle');
  const plan = useRunPlan();
  const problems = useProblems();
  return (
    <section className="run-bar" aria-label="Run" data-running={running || undefined}>
      <div className="run-controls">
        {running ? <RunningControls /> : <RunButtons plan={plan} disabled={problems.length > 0} />}
        {running ? <Progress /> : <PlanLine plan={plan} />}
        <BackendPicker />
      </div>
      <BudgetLine trials={plan.wanted} />
      <RunOptions />
      {problems.length > 0 && (
        <div className="run-problems" role="status">
          <p>Before this can run:</p>
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

/** What keeps the experiment from being run. */
function useProblems(): readonly string[] {
  const experiment = useLab((lab) => lab.experiment);
  const drafts = useLab((lab) => lab.drafts);
  const modelConfig = useLab((lab) => lab.modelConfig);
  const sources = useLab((lab) => lab.sources);
  return useMemo(
    () => currentProblems({ experiment, drafts, modelConfig, sources }),
    [experiment, drafts, modelConfig, sources],
  );
}

function PlanLine({ plan: { view, total, missing, interrupted } }: { readonly plan: RunPlan }) {
  const outcome = useLab((lab) => lab.run.outcome);
  const { scenarios, trials } = view.experiment;
  return (
    <p className="run-plan">
      {scenarios.length} {scenarios.length === 1 ? 'scenario' : 'scenarios'} × {trials}{' '}
      {trials === 1 ? 'seed' : 'seeds'} ={' '}
      <strong>
        {total} {total === 1 ? 'trial' : 'trials'}
      </strong>
      {view.settled > 0 && `, ${view.settled} finished`}
      {outcome === 'cancelled' && missing > 0 && ', run cancelled'}
      <Interrupted slots={interrupted} />
      <PlanFacts />
    </p>
  );
}
