/** @file A choice among options, the first of which leaves it to the lab. */
import { useId } from 'react';

export interface Option {
  readonly value: string;
  readonly label: string;
}

interface ChoiceFieldProps {
  readonly label: string;
  /** null: automatic. */
  readonly value: string | null;
  /** Says what is chosen automatically; "automatic" alone stands there once the person has chosen. */
  readonly automatic: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string | null) => void;
}

export function ChoiceField({ label, value, automatic, options, onChange }: ChoiceFieldProps) {
  const id = useId();
  const known = value === null || options.some((option) => option.value === value);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
      >
        <option value="">{value === null ? automatic : 'automatic'}</option>
        {!known && <option value={value}>{value}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
