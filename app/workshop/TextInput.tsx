/** @file A text of one or several lines, with a limit to its length. */
import { useId } from 'react';

export interface TextInputProps {
  readonly label: string;
  readonly value: string;
  /** The largest number of characters. */
  readonly most: number;
  readonly lines?: number;
  readonly placeholder?: string;
  readonly hint?: string;
  readonly testId: string;
  readonly onChange: (text: string) => void;
}

export function TextInput({
  label,
  value,
  most,
  lines = 1,
  placeholder,
  hint,
  testId,
  onChange,
}: TextInputProps) {
  const id = useId();
  const common = {
    id,
    value,
    maxLength: most,
    placeholder,
    'data-testid': testId,
    'aria-describedby': hint === undefined ? undefined : `${id}-hint`,
  };
  return (
    <div className="field text-input">
      <label htmlFor={id}>{label}</label>
      {lines > 1 ? (
        <textarea {...common} rows={lines} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <input
          {...common}
          type="text"
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {hint !== undefined && (
        <p className="caption" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
