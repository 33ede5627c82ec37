/** @file A list of values as text, with what is wrong with it. */
import { useId } from 'react';

export interface ValuesFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly text: string;
  readonly message: string | undefined;
  readonly testId: string;
  readonly onChange: (text: string) => void;
}

export function ValuesField({ label, hint, text, message, testId, onChange }: ValuesFieldProps) {
  const id = useId();
  return (
    <div className="field" data-invalid={message === undefined ? undefined : ''}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        autoComplete="off"
        spellCheck={false}
        value={text}
        placeholder="as it is"
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
