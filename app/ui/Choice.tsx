/** @file A few exclusive options side by side: radio buttons that look like one segmented control. */
import { useId } from 'react';
import { Explained } from './Explained';

export interface ChoiceOption<T extends string> {
  readonly value: T;
  readonly label: string;
  /** One sentence that says what it means. */
  readonly hint?: string;
}

export interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly options: readonly ChoiceOption<T>[];
  /** The chosen option; null if none is chosen. */
  readonly value: T | null;
  readonly hideLabel?: boolean;
  /** The text is below the options and is read out with the label. */
  readonly hint?: string;
  readonly onChange: (value: T) => void;
}

export function Choice<T extends string>(props: ChoiceProps<T>) {
  const { label, options, value, hideLabel, hint, onChange } = props;
  const name = useId();
  const hintId = `${name}-hint`;
  return (
    <fieldset className="choice" aria-describedby={hint === undefined ? undefined : hintId}>
      <legend className={hideLabel ? 'visually-hidden' : undefined}>{label}</legend>
      <div className="choice-options">
        {options.map((option) => {
          const field = (
            <label key={option.value}>
              <input
                type="radio"
                name={name}
                checked={option.value === value}
                onChange={() => onChange(option.value)}
              />
              <span>{option.label}</span>
            </label>
          );
          return option.hint === undefined ? (
            field
          ) : (
            <Explained key={option.value} text={option.hint}>
              {field}
            </Explained>
          );
        })}
      </div>
      {hint !== undefined && (
        <p className="caption" id={hintId}>
          {hint}
        </p>
      )}
    </fieldset>
  );
}
