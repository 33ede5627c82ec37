/** @file How many seeds of a scenario train in one pass. */
import { RULES } from '../../src/experiment/address/rules';
import type { Together } from '../../src/experiment/together';
import { useLab } from '../store/lab';
import { Explained } from '../ui/Explained';
import { NumberField } from '../ui/NumberField';

const HINT =
  'Trials that differ only in the seed share each pass over the model: results stay the same, and many seeds end sooner. Full fine-tuning stays one by one.';
const NUMBER_HINT = 'The most seeds in one pass. Each needs memory for its own activations.';

/** What is offered first to a person who wants to say how many. */
const FIRST_NUMBER = 5;

type Choice = 'auto' | 'off' | 'number';

const CHOICES: readonly { readonly value: Choice; readonly label: string }[] = [
  { value: 'auto', label: 'automatically' },
  { value: 'off', label: 'one by one' },
  { value: 'number', label: 'so many at a time' },
];

export function TogetherField() {
  const together = useLab((lab) => lab.together);
  const running = useLab((lab) => lab.run.status !== 'idle');
  const { setTogether, setDraft } = useLab.getState();
  const choice: Choice = typeof together === 'number' ? 'number' : together;
  const choose = (value: string): void => {
    const next: Together = value === 'number' ? FIRST_NUMBER : value === 'off' ? 'off' : 'auto';
    // A number that was being typed keeps nothing from running any more.
    setDraft('together', null);
    setTogether(next);
  };
  return (
    <>
      <label>
        <span>Train seeds together</span>
        <Explained text={HINT}>
          <select
            data-testid="together"
            value={choice}
            disabled={running}
            onChange={(event) => choose(event.target.value)}
          >
            {CHOICES.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </Explained>
      </label>
      {typeof together === 'number' && !running && (
        <NumberField
          id="together"
          label="Seeds at a time"
          hint={NUMBER_HINT}
          rule={RULES.together}
          value={together}
          onChange={(value) => setTogether(value ?? 'auto')}
        />
      )}
    </>
  );
}
