/** @file The smallest difference that matters to the person: one number, asked for beside the seeds and at the differences. */
import { RULES } from '../../../src/experiment/address/rules';
import { useLab } from '../../store/lab';
import { NumberField } from '../../ui/NumberField';

const HINT =
  'In percentage points; for Matthews correlation, in hundredths. What is surely smaller is called a wash, and seeds needed are those that would show it. Changing it trains nothing anew.';

export function DeltaField() {
  const delta = useLab((lab) => lab.experiment.judging.delta);
  return (
    <NumberField
      id="judging.delta"
      label="Differences that matter, in points"
      hint={HINT}
      rule={RULES.delta}
      value={delta}
      onChange={(value) => {
        const { experiment, edit } = useLab.getState();
        if (value !== null)
          edit({ ...experiment, judging: { ...experiment.judging, delta: value } }, 'judging.delta');
      }}
    />
  );
}
