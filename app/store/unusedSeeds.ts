/** @file Seeds that none of an experiment's trials has used, on this visit or an earlier one. */
import type { Experiment } from '../../src/experiment/experiment';
import { useLab } from './lab';
import { withNewSeeds } from './results/growPlan';
import { trialSlots } from './results/trialKey';

/** The same plan with such seeds; null if there are none left. */
export function unusedSeeds(experiment: Experiment): Promise<Experiment | null> {
  return withNewSeeds(experiment, isUsed);
}

async function isUsed(experiment: Experiment): Promise<boolean> {
  await useLab.getState().restoreRecords(experiment);
  const lab = useLab.getState();
  return trialSlots(experiment, lab.records, lab).some(({ record }) => record !== null);
}
