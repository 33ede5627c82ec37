/** @file What the run bar and the results look at, computed once per change. */
import type { Experiment } from '../../src/experiment/experiment';
import type { Lab } from './lab';
import { shownExperiment } from './selectors';
import { isSettled, trialSlots, type Records, type TrialSlot } from './trialKey';

export interface RunView {
  readonly experiment: Experiment;
  readonly slots: readonly TrialSlot[];
  /** Trials that are done or diverged: running them again brings nothing new. */
  readonly settled: number;
}

let latest: { readonly records: Records; readonly view: RunView } | null = null;

export function runView(lab: Pick<Lab, 'run' | 'experiment' | 'records'>): RunView {
  const { records } = lab;
  const experiment = shownExperiment(lab);
  if (latest?.records !== records || latest.view.experiment !== experiment) {
    const slots = trialSlots(experiment, records);
    const settled = slots.filter(({ record }) => isSettled(record)).length;
    latest = { records, view: { experiment, slots, settled } };
  }
  return latest.view;
}
