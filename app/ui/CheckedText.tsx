/** @file A text as typed, with what it is for or what is wrong with it: the form that it belongs to reads it. */
import { useId } from 'react';

export interface CheckedTextProps {
  readonly label: string;
  readonly hint: string;
  /** Shown where nothing is typed. */
  readonly placeholder: string;
  /** Which keys a telephone offers. */
  readonly inputMode?: 'decimal';
  readonly text: string;
  readonly message: string | undefined;
  readonly testId: string;
  readonly onChange: (text: string) => void;
}

export function CheckedText(props: CheckedTextProps) {
  const { label, hint, placeholder, inputMode, text, message, testId, onChange } = props;
  const id = useId();
  return (
    <div className="field" data-invalid={message === undefined ? undefined : ''}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        inputMode={inputMode}
        autoComplete="off"
        spellCheck={false}
        value={text}
        placeholder={placeholder}
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
