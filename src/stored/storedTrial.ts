/** @file A finished trial as the browser's database holds it, read as a stranger's. */
import type { TrialRecord } from '../experiment/results';
import { checkTrialBounds } from '../experiment/resultsBounds';
import { readTrial } from '../experiment/resultsFile';
import { storedPart } from './storedPart';

/** @throws LabError naming the first thing that is wrong */
export function readStoredTrial(value: unknown): TrialRecord {
  const trial = readTrial(storedPart(value, 'The stored trial'));
  checkTrialBounds(trial);
  return trial;
}
