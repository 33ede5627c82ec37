/** @file How much of the workshop's budget is used, and why a run does not fit into the rest. */
import { formatUsed } from '../../src/workshop/budget';
import { useLab } from '../store/lab';

/** @param trials that the run would train */
export function BudgetLine({ trials }: { readonly trials: number }) {
  const budget = useLab((lab) => lab.workshop?.budget ?? null);
  const used = useLab((lab) => lab.workshopUsed);
  const running = useLab((lab) => lab.run.status !== 'idle');
  const { budgetProblem } = useLab.getState();
  if (budget === null) return null;
  const problem = running ? null : budgetProblem(trials);
  return (
    <div className="budget" data-testid="budget">
      <span className="budget-bar" aria-hidden="true">
        <span style={{ width: `${Math.min(1, used / budget) * 100}%` }} />
      </span>
      <p role="status">
        <strong>{formatUsed({ budget, used })}</strong>
        {problem && (
          <span className="budget-problem">
            {' '}
            {problem.message} {problem.remedy}
          </span>
        )}
      </p>
    </div>
  );
}
