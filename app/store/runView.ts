/** @file What the run bar and the results look at, computed once per change. */
import type { Experiment } from '../../src/experiment/experiment';
import type { Lab } from './lab';
import type { Origins } from './provenance';
import { shownExperiment, shownOrigins } from './selectors';
import { isSettled, trialSlots, type Records, type TrialSlot } from './trialKey';

export interface RunView {
  readonly experiment: Experiment;
  readonly slots: readonly TrialSlot[];
  /** Trials that are done or diverged: running them again brings nothing new. */
  readonly settled: number;
}

let latest: (Origins & { readonly records: Records; readonly view: RunView }) | null = null;

export function runView(lab: Pick<Lab, 'run' | 'experiment' | 'records' | 'sources' | 'commits'>): RunView {
  const { records } = lab;
  const experiment = shownExperiment(lab);
  const { sources, commits } = shownOrigins(lab);
  const same =
    latest?.records === records &&
    latest.sources === sources &&
    latest.commits === commits &&
    latest.view.experiment === experiment;
  if (!latest || !same) {
    const slots = trialSlots(experiment, records, { sources, commits });
    const settled = slots.filter(({ record }) => isSettled(record)).length;
    latest = { records, sources, commits, view: { experiment, slots, settled } };
  }
  return latest.view;
}
