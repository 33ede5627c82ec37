/** @file What the run bar and the results look at, computed once per change. */
import type { Experiment } from '../../src/experiment/experiment';
import type { ExperimentSlice } from './experiment/experimentSlice';
import type { WorkshopSlice } from './experiment/workshopSlice';
import type { RecordsSlice } from './results/recordsSlice';
import type { RunState } from './run/runState';
import type { Origins } from './sources/provenance';
import { shownExperiment, shownOrigins } from './results/shown';
import { sharedSlots } from './results/sharedSlots';
import { isSettled, trialSlots, type Records, type TrialSlot } from './results/trialKey';

export interface RunView {
  readonly experiment: Experiment;
  readonly slots: readonly TrialSlot[];
  /** Trials that are done or diverged: running them again brings nothing new. */
  readonly settled: number;
}

interface Latest extends Origins {
  readonly records: Records;
  readonly shared: WorkshopSlice['shared'];
  readonly view: RunView;
}

let latest: Latest | null = null;

export function runView(
  lab: Pick<ExperimentSlice & RecordsSlice, 'experiment' | 'records'> & { readonly run: RunState } & Origins &
    Partial<Pick<WorkshopSlice, 'shared'>>,
): RunView {
  const { records, shared = null } = lab;
  const experiment = shownExperiment(lab);
  const { sources, commits } = shownOrigins(lab);
  const same =
    latest?.records === records &&
    latest.shared === shared &&
    latest.sources === sources &&
    latest.commits === commits &&
    latest.view.experiment === experiment;
  if (!latest || !same) {
    const origins = { sources, commits };
    const slots = sharedSlots(experiment, shared, origins) ?? trialSlots(experiment, records, origins);
    const settled = slots.filter(({ record }) => isSettled(record)).length;
    latest = { records, shared, sources, commits, view: { experiment, slots, settled } };
  }
  return latest.view;
}
