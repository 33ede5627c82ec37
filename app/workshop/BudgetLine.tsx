/** @file How much of the workshop's budget is used, and why a run does not fit into the rest. */
import { usedWords } from '../../src/workshop/budget';
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
      <meter min={0} max={budget} value={Math.min(used, budget)} aria-hidden="true" />
      <p role="status">
        <strong>{usedWords({ budget, used })}</strong>
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
