/** @file Chooses one of the finished trials. */
import { useId } from 'react';
import { formatTrial, type TrialChoice } from './usableTrials';

export interface TrialPickerProps {
  readonly label: string;
  readonly choices: readonly TrialChoice[];
  /** The text of the option that chooses none; left out if a trial must be chosen. */
  readonly none?: string;
  readonly value: string;
  readonly onChange: (id: string) => void;
}

export function TrialPicker({ label, choices, none, value, onChange }: TrialPickerProps) {
  const id = useId();
  const color = choices.find((choice) => choice.id === value)?.scenario.color;
  return (
    <div className="trial-picker">
      <label htmlFor={id}>{label}</label>
      <span className="swatch" style={{ background: color ?? 'transparent' }} />
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {none !== undefined && <option value="">{none}</option>}
        {choices.map((choice) => (
          <option key={choice.id} value={choice.id}>
            {formatTrial(choice)}
          </option>
        ))}
      </select>
    </div>
  );
}
