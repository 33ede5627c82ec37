/** @file Run and Continue, while nothing runs. */
import { useLab } from '../store/lab';
import { Explained } from '../ui/Explained';
import { awaitsPrediction } from './awaitsPrediction';
import type { RunPlan } from './runPlan';

export interface RunButtonsProps {
  readonly plan: RunPlan;
  /** Whether something keeps the experiment from being run. */
  readonly disabled: boolean;
}

export function RunButtons({ plan, disabled }: RunButtonsProps) {
  const { view, total, missing, begun, partly } = plan;
  // Whether a lesson asks for a prediction first; Run works all the same.
  const unpredicted = useLab(
    (lab) => (lab.lesson !== null && !(lab.lesson in lab.predictions)) || awaitsPrediction(lab),
  );
  // BudgetLine says what does not fit into a workshop's budget.
  const allTooMany = useLab((lab) => lab.budgetProblem(total) !== null);
  const missingTooMany = useLab((lab) => lab.budgetProblem(missing) !== null);
  const start = (which: 'all' | 'missing'): void => {
    // The error is in the store and shown as a notice.
    useLab
      .getState()
      .startRun({ which })
      .catch(() => undefined);
  };
  return (
    <>
      {partly && (
        <Explained text="Runs the trials that are missing and keeps the finished ones.">
          <button
            type="button"
            className="run-button"
            data-testid="continue-button"
            disabled={disabled || missingTooMany}
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
          disabled={disabled || allTooMany}
          onClick={() => start('all')}
        >
          {begun ? 'Run anew' : 'Run'}
        </button>
      </Explained>
    </>
  );
}
