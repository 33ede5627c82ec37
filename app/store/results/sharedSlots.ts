/** @file Shared results as the experiment's trials: shown like one's own, kept apart from them. */
import type { Experiment, TrialSpec } from '../../../src/experiment/experiment';
import { scenarioId } from '../../../src/experiment/scenarioId';
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
  const trialOf = ({ scenario, seed }: TrialSpec): string => `${seed} ${scenarioId(scenario)}`;
  const records = new Map((shared.trials ?? []).map((record) => [trialOf(record), record] as const));
  return trialSlots(experiment, {}, origins).map((slot) => ({
    ...slot,
    record: records.get(trialOf(slot.spec)) ?? null,
  }));
}
