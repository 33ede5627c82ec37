/** @file The run bar, or, if results are shared, a bar that says what they are and how to run them here. */
import { haveSameTrials } from '../../src/experiment/experiment';
import { RunBar } from '../run/RunBar';
import { useLab } from '../store/lab';
import { SharedBar } from './SharedBar';

export function RunOrShared() {
  const shared = useLab((lab) =>
    lab.shared && haveSameTrials(lab.shared.experiment, lab.experiment) ? lab.shared : null,
  );
  return shared ? <SharedBar shared={shared} /> : <RunBar />;
}
