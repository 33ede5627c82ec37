/** @file Reads a stored record of a finished trial as if a stranger had sent it. */
import { readAs } from '../base/schema';
import { type TrialRecord, TrialSchema } from '../results/results';
import { checkTrialBounds } from '../results/resultsBounds';
import { storedJson } from './storedJson';

/** @throws LabError naming the first thing that is wrong */
export function readStoredTrial(value: unknown): TrialRecord {
  const trial = readAs(TrialSchema, storedJson(value, 'The stored trial'));
  checkTrialBounds(trial);
  return trial;
}
