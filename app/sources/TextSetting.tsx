/** @file A line of text that takes effect when it is finished: by Enter, by leaving the field, or by choosing a suggestion. */
import { useId, useState } from 'react';
import { describeError } from '../../src/base/errors';

export interface TextSettingProps {
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly suggestions?: readonly string[];
  /** Hides what is typed, and asks the browser not to keep it. */
  readonly secret?: boolean;
  /** @throws LabError, which is shown below the field; the field keeps the typed text */
  readonly onChange: (value: string) => void;
}

export function TextSetting(props: TextSettingProps) {
  const { label, value, hint, placeholder, suggestions, secret, onChange } = props;
  const { typed, problem, type, finish } = useTypedText(value, onChange);
  const id = useId();
  return (
    <div className="field text-setting" data-invalid={problem === null ? undefined : ''}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={secret ? 'password' : 'text'}
        autoComplete={secret ? 'new-password' : 'off'}
        autoCapitalize="off"
        spellCheck={false}
        list={suggestions ? `${id}-list` : undefined}
        placeholder={placeholder}
        value={typed ?? value}
        aria-invalid={problem !== null}
        aria-describedby={problem !== null ? `${id}-message` : hint === undefined ? undefined : `${id}-hint`}
        onChange={({ target }) => {
          type(target.value);
          if (suggestions?.includes(target.value)) finish(target.value);
        }}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') finish(currentTarget.value);
        }}
        onBlur={({ target }) => {
          if (typed !== null) finish(target.value);
        }}
      />
      {suggestions && (
        <datalist id={`${id}-list`}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
      {problem !== null ? (
        <p className="field-message" id={`${id}-message`} role="alert">
          {problem}
        </p>
      ) : (
        hint !== undefined && (
          <p className="caption" id={`${id}-hint`}>
            {hint}
          </p>
        )
      )}
    </div>
  );
}

/** The text while it is being typed, and why it could not be used. */
function useTypedText(value: string, onChange: TextSettingProps['onChange']) {
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const type = (text: string): void => {
    setTyped(text);
    setProblem(null);
  };
  const finish = (text: string): void => {
    try {
      if (text.trim() !== value) onChange(text.trim());
      setTyped(null);
      setProblem(null);
    } catch (error) {
      const { message, remedy } = describeError(error);
      setProblem(`${message} ${remedy}`);
    }
  };
  return { typed, problem, type, finish };
}
