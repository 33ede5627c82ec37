/** @file Options of which any number may be chosen, as buttons that stay pressed. */
import { useId } from 'react';
import { toggled } from './sweepForm';

export interface ToggleRowProps<T> {
  readonly label: string;
  readonly options: readonly T[];
  readonly format: (option: T) => string;
  readonly chosen: readonly T[];
  readonly onChange: (chosen: readonly T[]) => void;
}

export function ToggleRow<T extends string | boolean>(props: ToggleRowProps<T>) {
  const { label, options, format, chosen, onChange } = props;
  const id = useId();
  return (
    <div className="toggle-row" role="group" aria-labelledby={id}>
      <span id={id} className="toggle-label">
        {label}
      </span>
      <span className="toggle-options">
        {options.map((option) => (
          <button
            key={String(option)}
            type="button"
            className="chip"
            aria-pressed={chosen.includes(option)}
            onClick={() => onChange(toggled(options, chosen, option))}
          >
            {format(option)}
          </button>
        ))}
      </span>
      {chosen.length === 0 && <span className="caption">as it is</span>}
    </div>
  );
}
