/** @file A number in a text field: text that is not valid yet stays as typed, with a message that says what is wanted. */
import { useId, useState } from 'react';
import type { NumberRule } from '../../src/experiment/address/rules';
import { parseNumber } from './numbers';
import { useLab } from '../store/lab';
import { Explained } from './Explained';
import { plainNumber } from '../../src/base/format';

export interface NumberFieldProps {
  /** Names the draft in the store and the edit in the history. */
  readonly id: string;
  readonly label: string;
  /** One sentence that says what it is for. */
  readonly hint: string;
  readonly rule: NumberRule;
  /** The scenario that the field belongs to: beside the Run button a message names it. */
  readonly of?: string;
  readonly value: number | null;
  /** Shown if there is no value. If it is given, the field may be left empty for no value. */
  readonly placeholder?: string;
  readonly onChange: (value: number | null) => void;
}

export function NumberField(props: NumberFieldProps) {
  const { id, label, hint, rule, of, value, placeholder, onChange } = props;
  const draft = useLab((lab) => lab.drafts[id]);
  const setDraft = useLab((lab) => lab.setDraft);
  // While it has the focus the field shows what was typed: "0.0" on the way to "0.05" must not become "0".
  const [typed, setTyped] = useState<string | null>(null);
  const inputId = useId();
  const text = typed ?? draft?.text ?? (value === null ? '' : plainNumber(value));

  const change = (next: string): void => {
    setTyped(next);
    if (next.trim() === '' && placeholder !== undefined) {
      setDraft(id, null);
      onChange(null);
      return;
    }
    const parsed = parseNumber(next, rule);
    if ('message' in parsed) {
      setDraft(id, { text: next, message: parsed.message, ...(of !== undefined && { of }) });
      return;
    }
    setDraft(id, null);
    if (parsed.value !== value) onChange(parsed.value);
  };

  return (
    <div className="field" data-invalid={draft ? '' : undefined}>
      <label htmlFor={inputId}>{label}</label>
      <Explained text={hint}>
        <input
          id={inputId}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          value={text}
          placeholder={placeholder}
          aria-invalid={draft !== undefined}
          aria-describedby={draft ? `${inputId}-message` : `${inputId}-hint`}
          onChange={(event) => change(event.target.value)}
          onBlur={() => setTyped(null)}
        />
      </Explained>
      <p className="visually-hidden" id={`${inputId}-hint`}>
        {hint}
      </p>
      {draft && (
        <p className="field-message" id={`${inputId}-message`} role="alert">
          {draft.message}
        </p>
      )}
    </div>
  );
}
