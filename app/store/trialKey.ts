/** @file What makes two trials the same: everything that can change their outcome, and nothing else. */
import { listTrials, type Experiment, type TrialSpec } from '../../src/experiment/experiment';
import { RESULTS_VERSION, type TrialRecord } from '../../src/experiment/results';
import { encodeExperiment } from '../../src/experiment/url';

export type Records = Readonly<Record<string, TrialRecord>>;

/** What another version of the lab has measured is not offered as this one's. */
const ENGINE = `results ${RESULTS_VERSION}, lab ${__LAB_VERSION__}`;

/**
 * The engine and the fragment of the experiment that is this trial alone. A trial keeps its result when scenarios
 * are renamed, recoloured or added, and when more seeds are asked for.
 */
export function trialKey(experiment: Experiment, { scenario, seed }: TrialSpec): string {
  const fragment = encodeExperiment({
    ...experiment,
    scenarios: [{ ...scenario, name: 'trial', color: '#000000' }],
    trials: 1,
    firstSeed: seed,
  });
  return `${ENGINE}: ${fragment}`;
}

export interface TrialSlot {
  readonly spec: TrialSpec;
  readonly key: string;
  /** null: not run yet. */
  readonly record: TrialRecord | null;
}

/** The experiment's trials with what is known of each; records take the scenario's present name and colour. */
export function trialSlots(experiment: Experiment, records: Records): TrialSlot[] {
  return listTrials(experiment).map((spec) => {
    const key = trialKey(experiment, spec);
    const record = records[key];
    return { spec, key, record: record ? { ...record, scenario: spec.scenario } : null };
  });
}

/** Whether running the trial again could bring anything new. */
export function isSettled(record: TrialRecord | null): boolean {
  return record !== null && (record.status === 'done' || record.status === 'diverged');
}
