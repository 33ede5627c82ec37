/** @file How many trials a workshop gives each device; empty for any number. */
import { useId, useState } from 'react';
import { BUDGET_RULE } from '../../src/workshop/workshop';
import { parseNumber } from '../ui/numbers';
import { budgetTooSmall } from '../../src/workshop/budget';
import { useLab } from '../store/lab';

export interface BudgetFieldProps {
  readonly value: number | null;
  /** @param problem why no link can be made with it; null if one can */
  readonly onChange: (budget: number | null, problem: string | null) => void;
}

export function BudgetField({ value, onChange }: BudgetFieldProps) {
  const [text, setText] = useState(value === null ? '' : String(value));
  const planned = useLab(({ experiment }) => experiment.scenarios.length * experiment.trials);
  const id = useId();
  const { problem } = readBudget(text, planned);
  const change = (next: string): void => {
    setText(next);
    const read = readBudget(next, planned);
    onChange(read.budget, read.problem);
  };
  return (
    <div className="field budget-field" data-invalid={problem === null ? undefined : ''}>
      <label htmlFor={id}>{BUDGET_RULE.label}</label>
      <input
        id={id}
        type="text"
        inputMode="numeric"
        autoComplete="off"
        placeholder="any number"
        value={text}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-hint`}
        data-testid="workshop-budget"
        onChange={(event) => change(event.target.value)}
      />
      <p className={problem === null ? 'caption' : 'field-message'} id={`${id}-hint`}>
        {problem ??
          `This experiment is ${planned} ${planned === 1 ? 'trial' : 'trials'}. Trials are counted in each browser; determined users can bypass this.`}
      </p>
    </div>
  );
}

function readBudget(
  text: string,
  planned: number,
): { readonly budget: number | null; readonly problem: string | null } {
  if (text.trim() === '') return { budget: null, problem: null };
  const parsed = parseNumber(text, BUDGET_RULE);
  if ('message' in parsed) return { budget: null, problem: parsed.message };
  return { budget: parsed.value, problem: budgetTooSmall(parsed.value, planned) };
}
