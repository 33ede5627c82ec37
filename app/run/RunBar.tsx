/** @file One line: Run, Continue, Pause and Cancel, and what a run takes, what keeps it from starting, or how far it is. */
import { useMemo } from 'react';
import { useLab } from '../store/lab';
import { currentProblems } from '../store/experiment/problems';
import { Popup } from '../ui/Popup';
import { jumpTo, RESULTS_ID } from '../ui/SkipLinks';
import { BudgetLine } from './BudgetLine';
import { Interrupted } from './Interrupted';
import { PlanFacts } from './PlanFacts';
import { Progress } from './Progress';
import { RunButtons } from './RunButtons';
import { RunningControls } from './RunningControls';
import { RunSettings } from './RunSettings';
import { useRunPlan, type RunPlan } from './runPlan';

export function RunBar() {
  const running = useLab((lab) => lab.run.status !== 'idle');
  const plan = useRunPlan();
  const problems = useProblems();
  return (
    <>
      <section className="run-bar" aria-label="Run" data-running={running || undefined}>
        <div className="run-buttons">
          {running ? <RunningControls /> : <RunButtons plan={plan} disabled={problems.length > 0} />}
        </div>
        {running ? (
          <Progress />
        ) : problems.length > 0 ? (
          <Problems {...{ problems }} />
        ) : (
          <PlanLine plan={plan} />
        )}
        <ResultsJump />
        <RunSettings />
      </section>
      <RunRemarks plan={plan} />
    </>
  );
}

/** On a telephone the results are far below. */
function ResultsJump() {
  return (
    <button type="button" className="text-button results-jump" onClick={() => jumpTo(RESULTS_ID)}>
      <span>Results</span> <span aria-hidden="true">↓</span>
    </button>
  );
}

/** What does not always have to be told, below the bar: it scrolls away. */
function RunRemarks({ plan }: { readonly plan: RunPlan }) {
  const running = useLab((lab) => lab.run.status !== 'idle');
  return (
    <div className="run-remarks">
      <BudgetLine trials={plan.wanted} />
      {!running && <Interrupted slots={plan.interrupted} />}
    </div>
  );
}

/** What has to be mended first, in the place of the plan, so that nothing below moves when it appears. */
function Problems({ problems }: { readonly problems: readonly string[] }) {
  return (
    <div className="run-plan run-problems">
      <Popup
        title="Before this can run"
        testId="run-problems"
        label={
          <>
            {problems.length} <span className="plan-word">{problems.length === 1 ? 'thing' : 'things'} </span>
            to fix
          </>
        }
      >
        <p>
          <strong>Before this can run:</strong>
        </p>
        <ul className="run-problem-list">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      </Popup>
      <span className="run-problem" role="status">
        {problems[0]}
      </span>
    </div>
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

function PlanLine({ plan: { view, total, missing } }: { readonly plan: RunPlan }) {
  const outcome = useLab((lab) => lab.run.outcome);
  const { scenarios, trials } = view.experiment;
  return (
    <p className="run-plan">
      <span className="plan-trials">
        <span className="plan-product">
          {scenarios.length} {scenarios.length === 1 ? 'scenario' : 'scenarios'} × {trials}{' '}
          {trials === 1 ? 'seed' : 'seeds'} ={' '}
        </span>
        <strong>
          {total} {total === 1 ? 'trial' : 'trials'}
        </strong>
        {view.settled > 0 && `, ${missing === 0 ? 'all' : view.settled} finished`}
        {outcome === 'cancelled' && missing > 0 && ', run cancelled'}
      </span>
      <PlanFacts />
    </p>
  );
}
