/** @file What a person asks of a recommendation: what counts, limits, what matters, who races, and for how long. */
import type { CandidateSet } from '../../src/race/candidates';
import type { CostKind } from '../../src/race/costs';
import { CheckedText } from '../ui/CheckedText';
import { Choice, type ChoiceOption } from '../ui/Choice';
import type { ReadRecommendForm, RecommendForm, TextField } from './recommendForm';

export interface AskFieldsProps {
  readonly form: RecommendForm;
  readonly messages: ReadRecommendForm['messages'];
  readonly onChange: (form: RecommendForm) => void;
}

const CHEAP: readonly ChoiceOption<CostKind>[] = [
  { value: 'memory', label: 'memory' },
  { value: 'parameters', label: 'parameters' },
  { value: 'time', label: 'time' },
];

const CANDIDATES: readonly ChoiceOption<CandidateSet>[] = [
  { value: 'short', label: 'a short list' },
  { value: 'long', label: 'a long list' },
  { value: 'own', label: 'my scenarios alone' },
];

const LIST_HINTS: Readonly<Record<CandidateSet, string>> = {
  short:
    'Your scenarios, and: all modules at their rank and at rank 2; query + value, up, down, value + up of every layer; the lower and the upper half; the classifier alone.',
  long: 'The short list, and single components, more pairs, attention, feed-forward and every second layer, each at rank 2 too.',
  own: 'The scenarios of this experiment, as they are.',
};

const LIMITS: readonly { readonly field: TextField; readonly label: string; readonly hint: string }[] = [
  { field: 'memory', label: 'Memory', hint: 'MB at most, at the peak of a trial.' },
  { field: 'parameters', label: 'Parameters', hint: '% at most, of the whole model’s.' },
  { field: 'time', label: 'Time', hint: 'Minutes at most, for one trial.' },
];

export function AskFields({ form, messages, onChange }: AskFieldsProps) {
  const fieldOf = (field: TextField) => ({
    inputMode: 'decimal' as const,
    text: form.texts[field],
    message: messages[field],
    testId: `recommend-${field}`,
    onChange: (text: string) => onChange({ ...form, texts: { ...form.texts, [field]: text } }),
  });
  return (
    <div className="recommend-fields">
      <Choice
        label="What counts is accuracy; among those surely good enough, the least"
        options={CHEAP}
        value={form.cheap}
        onChange={(cheap) => onChange({ ...form, cheap })}
      />
      <fieldset className="recommend-limits">
        <legend>Limits</legend>
        <div className="fields">
          {LIMITS.map(({ field, label, hint }) => (
            <CheckedText key={field} {...{ label, hint }} placeholder="no limit" {...fieldOf(field)} />
          ))}
        </div>
      </fieldset>
      <Choice
        label="Candidates"
        options={CANDIDATES}
        value={form.candidates}
        hint={LIST_HINTS[form.candidates]}
        onChange={(candidates) => onChange({ ...form, candidates })}
      />
      <div className="fields">
        <CheckedText
          label="Difference that matters, points"
          hint="A smaller one is none to you. Small ones take many seeds to tell."
          placeholder=""
          {...fieldOf('delta')}
        />
        <CheckedText
          label="Time for the race, minutes"
          hint="It ends before a round that would not fit."
          placeholder="as long as it takes"
          {...fieldOf('budget')}
        />
      </div>
    </div>
  );
}
