/** @file Shared results in the places of the experiment's trials: shown like one's own, kept apart from them. */
import type { Experiment } from '../../../src/experiment/experiment';
import type { WorkshopSlice } from '../experiment/workshopSlice';
import type { Origins } from '../sources/provenance';
import { trialSlots, type TrialSlot } from './trialKey';

/** null where no shared results belong to `experiment`, so that the device's own are shown. */
export function sharedSlots(
  experiment: Experiment,
  shared: WorkshopSlice['shared'] | undefined,
  origins: Origins,
): TrialSlot[] | null {
  if (shared?.experiment !== experiment) return null;
  const trials = new Map(
    (shared.trials ?? []).map((record) => [`${record.seed} ${record.scenario.name}`, record] as const),
  );
  return trialSlots(experiment, {}, origins).map((slot) => ({
    ...slot,
    record: trials.get(`${slot.spec.seed} ${slot.spec.scenario.name}`) ?? null,
  }));
}
