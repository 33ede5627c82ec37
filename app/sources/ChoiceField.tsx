/** @file A choice among options. The first option leaves the choice to the lab. */
import { useId } from 'react';

export interface Option {
  readonly value: string;
  readonly label: string;
}

interface ChoiceFieldProps {
  readonly label: string;
  /** Null for the automatic choice. */
  readonly value: string | null;
  /** Says what is chosen automatically. Once the person has chosen, that option only says "automatic". */
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
