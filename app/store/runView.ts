/** @file The shown experiment with its trials, computed once per change, for the run bar and the results. */
import { createSelector } from 'reselect';
import type { Experiment } from '../../src/experiment/experiment';
import type { ExperimentSlice } from './experiment/experimentSlice';
import type { WorkshopSlice } from './experiment/workshopSlice';
import type { RecordsSlice } from './results/recordsSlice';
import type { RunState } from './run/runState';
import type { Origins } from './sources/provenance';
import { sharedSlots, shownExperiment, shownOrigins } from './results/shownResults';
import { isSettled, trialSlots, type TrialSlot } from './results/trialKey';

export interface RunView {
  readonly experiment: Experiment;
  readonly slots: readonly TrialSlot[];
  /** Trials that are done or diverged: running them again brings nothing new. */
  readonly settled: number;
}

type Viewed = Pick<ExperimentSlice & RecordsSlice, 'experiment' | 'records'> & {
  readonly run: RunState;
} & Origins &
  Partial<Pick<WorkshopSlice, 'shared'>>;

export const runView: (lab: Viewed) => RunView = createSelector(
  [
    shownExperiment,
    ({ records }: Viewed) => records,
    ({ shared }: Viewed) => shared,
    (lab: Viewed) => shownOrigins(lab).sources,
    ({ commits }: Viewed) => commits,
  ],
  (experiment, records, shared, sources, commits) => {
    const origins = { sources, commits };
    const slots = sharedSlots(experiment, shared, origins) ?? trialSlots(experiment, records, origins);
    return { experiment, slots, settled: slots.filter(({ record }) => isSettled(record)).length };
  },
);
