/** @file How many trials a workshop gives each device; empty for any number. */
import { useId, useState } from 'react';
import { BUDGET_RULE } from '../../src/workshop/workshop';
import { parseNumber } from '../ui/numbers';
import { useLab } from '../store/lab';

export interface BudgetFieldProps {
  readonly value: number | null;
  readonly onChange: (budget: number | null) => void;
}

export function BudgetField({ value, onChange }: BudgetFieldProps) {
  const [text, setText] = useState(value === null ? '' : String(value));
  const planned = useLab(({ experiment }) => experiment.scenarios.length * experiment.trials);
  const id = useId();
  const parsed = text.trim() === '' ? null : parseNumber(text, BUDGET_RULE);
  const problem =
    parsed && 'message' in parsed
      ? parsed.message
      : parsed && parsed.value < planned
        ? `This experiment is ${planned} trials: as it is, it could not be run. Give more, or take fewer seeds or scenarios first.`
        : null;
  const change = (next: string): void => {
    setText(next);
    const read = next.trim() === '' ? null : parseNumber(next, BUDGET_RULE);
    onChange(read && 'value' in read ? read.value : null);
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
          `This experiment is ${planned} ${planned === 1 ? 'trial' : 'trials'}. Finished trials are counted in the browser; who wants to can get around that.`}
      </p>
    </div>
  );
}
