/** @file One trial: a scenario trained with one seed, then measured on the validation sentences. */
import type { TrialSpec } from '../experiment/experiment';
import { runCompany } from './company';
import type { TrialSnapshot } from './snapshot';
import type { TrialHooks, TrialOutcome, TrialSetting } from './trialSetting';

/**
 * Trains and measures a scenario with one seed.
 * @param from a snapshot of an earlier run of the same trial, to resume from; ignored if it does not fit this trial
 * @throws whatever the device or the ops throw, after everything on the device is freed
 */
export async function runTrial(
  setting: TrialSetting,
  spec: TrialSpec,
  hooks: TrialHooks,
  from: TrialSnapshot | null = null,
): Promise<TrialOutcome> {
  const [end] = await runCompany([{ setting, spec, hooks, from }]);
  if (!end?.outcome) throw new Error('A trial alone ends with an outcome.');
  return end.outcome;
}
