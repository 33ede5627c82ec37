/** @file Library entries for the tests beside this file. */
import { DEFAULT_EXPERIMENT } from '../experiment/defaults';
import type { Experiment, Scenario } from '../experiment/experiment';
import type { TrialRecord } from '../results/results';
import { sampleTrial } from '../experiment/testing';
import { type LibraryEntry, newEntry } from './entry';

export const [LOWER, UPPER] = DEFAULT_EXPERIMENT.scenarios as readonly [Scenario, Scenario];

let ids = 0;

/** A trial with an id of its own. */
export function trial(scenario: Scenario, seed: number, change: Partial<TrialRecord> = {}): TrialRecord {
  return sampleTrial({ id: `t${++ids}`, scenario, seed, ...change });
}

/** A trial that did not end as done. */
export function lostTrial(scenario: Scenario, seed: number): TrialRecord {
  return trial(scenario, seed, { status: 'diverged', message: 'NaN', accuracy: null, validationLoss: null });
}

export function entry(
  name: string,
  trials: readonly TrialRecord[],
  change: Partial<Experiment> = {},
): LibraryEntry {
  const experiment = { ...DEFAULT_EXPERIMENT, ...change };
  const { environment } = sampleTrial();
  const origin = { kind: 'file', name: `${name}.json` } as const;
  return newEntry({ version: 1, experiment, environment, trials }, { name, origin }, new Date(0));
}
