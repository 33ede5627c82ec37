/** @file Run, Continue, Pause, Cancel; how far the run is; what keeps it from starting. */
import { useMemo } from 'react';
import { useLab } from '../store/lab';
import { runView } from '../store/runView';
import { currentProblems } from '../store/experiment/problems';
import { isSettled } from '../store/results/trialKey';
import { BudgetLine } from './BudgetLine';
import { awaitsPrediction } from './awaitsPrediction';
import { BackendPicker } from './BackendPicker';
import { Interrupted } from './Interrupted';
import { PlanFacts } from './PlanFacts';
import { Progress } from './Progress';
import { RunningControls } from './RunningControls';
import { RunOptions } from './RunOptions';
import { Explained } from '../ui/Explained';

export function RunBar() {
  const view = useLab(runView);
  const running = useLab((lab) => lab.run.status !== 'idle');
  const outcome = useLab((lab) => lab.run.outcome);
  const experiment = useLab((lab) => lab.experiment);
  const drafts = useLab((lab) => lab.drafts);
  const modelConfig = useLab((lab) => lab.modelConfig);
  const sources = useLab((lab) => lab.sources);
  // A lesson asks for a prediction first; Run works all the same.
  const unpredicted = useLab(
    (lab) => (lab.lesson !== null && !(lab.lesson in lab.predictions)) || awaitsPrediction(lab),
  );
  const { startRun } = useLab.getState();
  const problems = useMemo(
    () => currentProblems({ experiment, drafts, modelConfig, sources }),
    [experiment, drafts, modelConfig, sources],
  );
  const total = view.slots.length;
  const missing = total - view.settled;
  // A workshop's budget; its line says in words what does not fit.
  const allTooMany = useLab((lab) => lab.budgetProblem(total) !== null);
  const missingTooMany = useLab((lab) => lab.budgetProblem(missing) !== null);
  const start = (which: 'all' | 'missing'): void => {
    // What went wrong is in the store and shown as a notice.
    startRun({ which }).catch(() => undefined);
  };
  const checkpoints = useLab((lab) => lab.checkpoints);
  const interrupted = view.slots.filter(({ key, record }) => !isSettled(record) && key in checkpoints);
  const begun = view.settled > 0 || interrupted.length > 0;
  const partly = !running && begun && missing > 0;
  const scenarios = view.experiment.scenarios.length;
  const plan =
    `${scenarios} ${scenarios === 1 ? 'scenario' : 'scenarios'} × ` +
    `${view.experiment.trials} ${view.experiment.trials === 1 ? 'seed' : 'seeds'}`;

  return (
    <section className="run-bar" aria-label="Run" data-running={running || undefined}>
      <div className="run-controls">
        {running ? (
          <RunningControls />
        ) : (
          <>
            {partly && (
              <Explained text="Runs the trials that are missing and keeps the finished ones.">
                <button
                  type="button"
                  className="run-button"
                  data-testid="continue-button"
                  disabled={problems.length > 0 || missingTooMany}
                  onClick={() => start('missing')}
                >
                  Continue
                </button>
              </Explained>
            )}
            <Explained
              text={
                view.settled > 0
                  ? 'Gives up the finished trials of this experiment and runs all of them again.'
                  : 'Runs every scenario with every seed, one trial after another.'
              }
            >
              <button
                type="button"
                className={partly || unpredicted ? 'run-button secondary' : 'run-button'}
                data-testid="run-button"
                disabled={problems.length > 0 || allTooMany}
                onClick={() => start('all')}
              >
                {begun ? 'Run anew' : 'Run'}
              </button>
            </Explained>
          </>
        )}
        {running ? (
          <Progress />
        ) : (
          <p className="run-plan">
            {plan} ={' '}
            <strong>
              {total} {total === 1 ? 'trial' : 'trials'}
            </strong>
            {view.settled > 0 && `, ${view.settled} finished`}
            {outcome === 'cancelled' && missing > 0 && ', run cancelled'}
            <Interrupted slots={interrupted} />
            <PlanFacts />
          </p>
        )}
        <BackendPicker />
      </div>
      <BudgetLine trials={partly ? missing : total} />
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
