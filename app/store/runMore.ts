/** @file Running an experiment that has grown by some seeds. */
import type { Experiment } from '../../src/experiment/experiment';
import { useLab } from './lab';

/** Takes the experiment over, and trains what is missing. */
export function runMore(experiment: Experiment): void {
  const { edit, startRun } = useLab.getState();
  edit(experiment);
  // The error is in the store and shown as a notice.
  startRun({ which: 'missing' }).catch(() => undefined);
}
