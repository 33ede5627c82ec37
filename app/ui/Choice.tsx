/** @file A few exclusive options side by side: radio buttons that look like one segmented control. */
import { useId } from 'react';

export interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly value: T;
  readonly hideLabel?: boolean;
  readonly onChange: (value: T) => void;
}

export function Choice<T extends string>(props: ChoiceProps<T>) {
  const { label, options, value, hideLabel, onChange } = props;
  const name = useId();
  return (
    <fieldset className="choice">
      <legend className={hideLabel ? 'visually-hidden' : undefined}>{label}</legend>
      <div className="choice-options">
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
