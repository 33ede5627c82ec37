/** @file A setting that is on or off, with a sentence that says what it does. */
import { useId } from 'react';

export interface CheckFieldProps {
  readonly label: string;
  /** The text is below the label and is read out with it. */
  readonly hint: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function CheckField({ label, hint, checked, onChange }: CheckFieldProps) {
  const hintId = useId();
  return (
    <div>
      <label className="check-field">
        <input
          type="checkbox"
          checked={checked}
          aria-describedby={hintId}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span>{label}</span>
      </label>
      <p className="caption" id={hintId}>
        {hint}
      </p>
    </div>
  );
}
