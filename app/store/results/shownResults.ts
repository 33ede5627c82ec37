/** @file What is shown as results: of which experiment, where its model and data come from, and the trials that a link brought. */
import { createSelector } from 'reselect';
import { haveSameTrials, type Experiment, type TrialSpec } from '../../../src/experiment/experiment';
import { scenarioId } from '../../../src/experiment/scenarioId';
import type { SourceSettings } from '../../../src/sources/sourceSettings';
import type { WorkshopSlice } from '../experiment/workshopSlice';
import type { Origins } from '../sources/provenance';
import { trialSlots, type TrialSlot } from './trialKey';

/** The part of the last run that is read here. */
interface LastRun {
  readonly status: string;
  readonly experiment: Experiment | null;
  readonly sources: SourceSettings | null;
}

export interface ShownRun {
  readonly run: Pick<LastRun, 'status' | 'experiment'>;
  readonly experiment: Experiment;
}

/**
 * The experiment whose results are shown: the running one until it ends, then the edited one. How trials are compared is
 * always as edited, because that can be changed during a run.
 */
export const shownExperiment: (lab: ShownRun) => Experiment = createSelector(
  [
    ({ run }: ShownRun) => (run.status === 'idle' ? null : run.experiment),
    ({ experiment }: ShownRun) => experiment,
  ],
  (running, edited) =>
    running && !haveSameTrials(running, edited) ? { ...running, judging: edited.judging } : edited,
);

/** Where that experiment's model and data come from. */
export function shownOrigins({
  run,
  sources,
  commits,
}: Origins & { readonly run: Pick<LastRun, 'status' | 'sources'> }): Origins {
  return { sources: run.status !== 'idle' && run.sources ? run.sources : sources, commits };
}

/**
 * The experiment's trials with the results that a link has brought, apart from the device's own.
 * @returns null if no shared results belong to this experiment, so that the device's own are shown
 */
export function sharedSlots(
  experiment: Experiment,
  shared: WorkshopSlice['shared'] | undefined,
  origins: Origins,
): TrialSlot[] | null {
  if (!shared || !haveSameTrials(shared.experiment, experiment)) return null;
  const trialOf = ({ scenario, seed }: TrialSpec): string => `${seed} ${scenarioId(scenario)}`;
  const records = new Map((shared.trials ?? []).map((record) => [trialOf(record), record] as const));
  return trialSlots(experiment, {}, origins).map((slot) => ({
    ...slot,
    record: records.get(trialOf(slot.spec)) ?? null,
  }));
}
