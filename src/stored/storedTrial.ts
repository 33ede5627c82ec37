/** @file A finished trial as the browser's database holds it, read as a stranger's. */
import type { TrialRecord } from '../results/results';
import { checkTrialBounds } from '../results/resultsBounds';
import { readTrial } from '../results/resultsFile';
import { storedPart } from './storedPart';

/** @throws LabError naming the first thing that is wrong */
export function readStoredTrial(value: unknown): TrialRecord {
  const trial = readTrial(storedPart(value, 'The stored trial'));
  checkTrialBounds(trial);
  return trial;
}
