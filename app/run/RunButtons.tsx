/** @file Run, Continue or more seeds, and Start over, while nothing runs. */
import { useLab } from '../store/lab';
import { runMore } from '../store/runMore';
import { Explained } from '../ui/Explained';
import { awaitsPrediction } from './awaitsPrediction';
import type { RunPlan } from './runPlan';

export interface RunButtonsProps {
  readonly plan: RunPlan;
  /** Whether something keeps the experiment from being run. */
  readonly disabled: boolean;
}

export function RunButtons({ plan, disabled }: RunButtonsProps) {
  return (
    <>
      <MainButton plan={plan} disabled={disabled} />
      {plan.begun && <StartOverButton total={plan.total} disabled={disabled} />}
    </>
  );
}

function MainButton({ plan, disabled }: RunButtonsProps) {
  // BudgetLine says what does not fit into a workshop's budget.
  const isTooMuch = useLab((lab) => lab.budgetProblem(plan.wanted) !== null);
  const isOff = disabled || isTooMuch;
  if (plan.partly)
    return (
      <Explained text="Runs the trials that are missing and keeps the finished ones.">
        <button
          type="button"
          className="run-button"
          data-testid="continue-button"
          disabled={isOff}
          onClick={() => start('missing')}
        >
          Continue
        </button>
      </Explained>
    );
  return plan.missing > 0 ? <RunButton disabled={isOff} /> : <MoreSeedsButton plan={plan} disabled={isOff} />;
}

function RunButton({ disabled }: { readonly disabled: boolean }) {
  // Whether a prediction is asked for first; Run works all the same.
  const unpredicted = useLab(
    (lab) => (lab.lesson !== null && !(lab.lesson in lab.predictions)) || awaitsPrediction(lab),
  );
  return (
    <Explained text="Runs every scenario with every seed, one trial after another.">
      <button
        type="button"
        className={unpredicted ? 'run-button secondary' : 'run-button'}
        data-testid="run-button"
        disabled={disabled}
        onClick={() => start('all')}
      >
        Run
      </button>
    </Explained>
  );
}

function MoreSeedsButton({ plan: { more, view }, disabled }: RunButtonsProps) {
  if (!more) return null;
  const added = more.trials - view.experiment.trials;
  return (
    <Explained text="Runs every scenario with more seeds. The finished trials stay.">
      <button
        type="button"
        className="run-button"
        data-testid="run-more"
        disabled={disabled || added === 0}
        onClick={() => runMore(more)}
      >
        +{Math.max(1, added)} {added > 1 ? 'seeds' : 'seed'}
      </button>
    </Explained>
  );
}

function StartOverButton({ total, disabled }: { readonly total: number; readonly disabled: boolean }) {
  const isTooMuch = useLab((lab) => lab.budgetProblem(total) !== null);
  const { openDialog } = useLab.getState();
  return (
    <Explained text="Runs all trials again. It asks first, and the finished ones stay until then.">
      <button
        type="button"
        className="run-button secondary"
        data-testid="start-over"
        disabled={disabled || isTooMuch}
        onClick={() => openDialog('startOver')}
      >
        <span className="start-over-words">Start over</span>
        {/* In the place of the words where a telephone has no room for them. */}
        <svg className="start-over-sign" viewBox="0 0 16 16" aria-hidden="true">
          <path
            d="M3.2 5.5A5.5 5.5 0 1 1 2.5 8M3 2v3.6h3.6"
            fill="none"
            stroke="currentColor"
            strokeWidth={1.8}
          />
        </svg>
      </button>
    </Explained>
  );
}

function start(which: 'all' | 'missing'): void {
  // The error is in the store and shown as a notice.
  useLab
    .getState()
    .startRun({ which })
    .catch(() => undefined);
}
