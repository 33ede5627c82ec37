/** @file One row for each setting that a sweep can vary. */
import type { Duration } from '../../../src/experiment/experiment';
import { CheckedText } from '../../ui/CheckedText';
import { Choice } from '../../ui/Choice';
import { PRECISION_NAMES } from '../names';
import {
  CHECKPOINTING_OPTIONS,
  PRECISION_OPTIONS,
  type SweepForm,
  type ReadForm,
  type TextAxis,
} from './sweepForm';
import { ToggleRow } from './ToggleRow';

const FIELDS: readonly { readonly axis: TextAxis; readonly label: string; readonly hint: string }[] = [
  { axis: 'rank', label: 'Ranks r', hint: 'e.g. 1, 2, 4, 8 or 1..32 x2' },
  { axis: 'alpha', label: 'Alphas α', hint: 'e.g. r, 2r or 8, 16' },
  { axis: 'learningRate', label: 'Learning rates', hint: 'e.g. 0.001, 0.003 or 0.0001..0.01 x10' },
  { axis: 'duration', label: 'Train for', hint: 'e.g. 2, 4, 8' },
];

const UNITS: readonly { readonly value: Duration['unit']; readonly label: string }[] = [
  { value: 'epochs', label: 'epochs' },
  { value: 'steps', label: 'steps' },
];

export interface AxisFieldsProps {
  readonly form: SweepForm;
  readonly messages: ReadForm['messages'];
  readonly onChange: (form: SweepForm) => void;
}

export function AxisFields({ form, messages, onChange }: AxisFieldsProps) {
  return (
    <div className="sweep-axes">
      <div className="fields">
        {FIELDS.map(({ axis, label, hint }) => (
          <div key={axis} className="sweep-axis">
            <CheckedText
              label={label}
              hint={hint}
              placeholder="as it is"
              text={form.texts[axis]}
              message={messages[axis]}
              testId={`sweep-${axis}`}
              onChange={(text) => onChange({ ...form, texts: { ...form.texts, [axis]: text } })}
            />
            {axis === 'duration' && (
              <Choice
                label="Unit of the durations"
                hideLabel
                options={UNITS}
                value={form.unit}
                onChange={(unit) => onChange({ ...form, unit })}
              />
            )}
          </div>
        ))}
      </div>
      <ToggleRow
        label="Gradient checkpointing"
        options={CHECKPOINTING_OPTIONS}
        format={(on) => (on ? 'on' : 'off')}
        chosen={form.checkpointing}
        onChange={(checkpointing) => onChange({ ...form, checkpointing })}
      />
      <ToggleRow
        label="Base precision"
        options={PRECISION_OPTIONS}
        format={(precision) => PRECISION_NAMES[precision]}
        chosen={form.precisions}
        onChange={(precisions) => onChange({ ...form, precisions })}
      />
    </div>
  );
}
