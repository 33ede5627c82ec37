/** @file What makes two trials the same: everything that can change their outcome, and nothing else. */
import { DEFAULT_JUDGING } from '../../../src/experiment/defaults';
import {
  haveSameTrials,
  listTrials,
  withoutIdleChoice,
  withoutIdleSettings,
  type Experiment,
  type Scenario,
  type TrialSpec,
} from '../../../src/experiment/experiment';
import type { TrialRecord } from '../../../src/results/results';
import { keyNumber } from '../../../src/experiment/address/keyNumber';
import { encodeExperiment } from '../../../src/experiment/address/url';
import { provenance, type Origins } from '../sources/provenance';
import { KEYS_OF_ENGINE } from '../storage/engineVersion';

export type Records = Readonly<Record<string, TrialRecord>>;

/**
 * The key of a trial: the engine, the address of the experiment that is this trial alone, and what the address does not
 * say of its model and data. A trial keeps its result when scenarios are renamed, recoloured or added, when a
 * setting becomes a scenario's own without changing, when more seeds are asked for, and however trials are compared.
 */
export function trialKey(experiment: Experiment, trial: TrialSpec, origins: Origins): string {
  return keyOf(experiment, trial, provenance(experiment, origins));
}

function keyOf(experiment: Experiment, { scenario, seed }: TrialSpec, from: string): string {
  const plain = withoutIdleSettings(scenario, experiment.training);
  const scenarios = [{ ...plain, name: 'trial', color: '#000000' }];
  const training = withoutIdleChoice(experiment.training);
  const alone = { ...experiment, scenarios, trials: 1, firstSeed: seed, training, judging: DEFAULT_JUDGING };
  const fragment = encodeExperiment(alone, keyNumber);
  return `${KEYS_OF_ENGINE}${fragment}${from === '' ? '' : ` from ${from}`}`;
}

export interface TrialSlot {
  readonly spec: TrialSpec;
  readonly key: string;
  /** The record; null if the trial has not run yet. */
  readonly record: TrialRecord | null;
}

type Trial = Pick<TrialSlot, 'spec' | 'key'>;
interface Keyed {
  readonly from: string;
  readonly trials: readonly Trial[];
}

const trialsOf = new WeakMap<Experiment, Keyed>();
let latest: (Keyed & { readonly experiment: Experiment }) | null = null;

/**
 * The trials of an experiment with their keys, cached by the experiment: writing keys is slow, and an experiment never
 * changes.
 */
function keyedTrials(experiment: Experiment, origins: Origins): readonly Trial[] {
  const from = provenance(experiment, origins);
  const known = trialsOf.get(experiment);
  if (known?.from === from) return known.trials;
  // An edit of how trials are compared makes another experiment with the same trials.
  const same = latest?.from === from && haveSameTrials(latest.experiment, experiment) ? latest.trials : null;
  const trials = same ?? listTrials(experiment).map((spec) => ({ spec, key: keyOf(experiment, spec, from) }));
  trialsOf.set(experiment, { from, trials });
  latest = { experiment, from, trials };
  return trials;
}

const namedRecords = new WeakMap<TrialRecord, TrialRecord>();

/** The record with the scenario's present name and colour; the same object each time, so that it is not drawn again. */
function withScenario(record: TrialRecord, scenario: Scenario): TrialRecord {
  const known = namedRecords.get(record);
  if (known?.scenario === scenario) return known;
  const named = { ...record, scenario };
  namedRecords.set(record, named);
  return named;
}

/** The experiment's trials, each with its key and its record. */
export function trialSlots(experiment: Experiment, records: Records, origins: Origins): TrialSlot[] {
  return keyedTrials(experiment, origins).map(({ spec, key }) => {
    const record = records[key];
    return { spec, key, record: record ? withScenario(record, spec.scenario) : null };
  });
}

/** Whether running the trial again could bring anything new. */
export function isSettled(record: TrialRecord | null): boolean {
  return record !== null && (record.status === 'done' || record.status === 'diverged');
}
