/** @file The smallest difference that matters to the person: one number, asked for beside the seeds and at the differences. */
import { RULES } from '../../../src/experiment/address/rules';
import { withJudging } from '../../../src/experiment/experiment';
import { useLab } from '../../store/lab';
import { NumberField } from '../../ui/NumberField';

const HINT =
  'The smallest difference that matters to you, in percentage points; for Matthews correlation, in hundredths. A difference that is surely smaller is called a wash. Changing this trains nothing again.';

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
        if (value !== null) edit(withJudging(experiment, { delta: value }), 'judging.delta');
      }}
    />
  );
}
