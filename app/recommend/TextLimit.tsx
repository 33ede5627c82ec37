/** @file A number of the recommendation's form as typed, with its unit and what is wrong with it. */
import { useId } from 'react';

export interface TextLimitProps {
  readonly label: string;
  readonly hint: string;
  /** Shown where nothing is typed. */
  readonly empty: string;
  readonly text: string;
  readonly message: string | undefined;
  readonly testId: string;
  readonly onChange: (text: string) => void;
}

export function TextLimit({ label, hint, empty, text, message, testId, onChange }: TextLimitProps) {
  const id = useId();
  return (
    <div className="field" data-invalid={message === undefined ? undefined : ''}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        spellCheck={false}
        value={text}
        placeholder={empty}
        data-testid={testId}
        aria-invalid={message !== undefined}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
      <p
        className={message === undefined ? 'caption' : 'field-message'}
        id={`${id}-hint`}
        role={message === undefined ? undefined : 'alert'}
      >
        {message ?? hint}
      </p>
    </div>
  );
}
