/** @file What makes two trials the same: everything that can change their outcome, and nothing else. */
import {
  listTrials,
  withoutIdleSettings,
  type Experiment,
  type Scenario,
  type TrialSpec,
} from '../../src/experiment/experiment';
import { RESULTS_VERSION, type TrialRecord } from '../../src/experiment/results';
import { keyNumber } from '../../src/experiment/keyNumber';
import { encodeExperiment } from '../../src/experiment/url';
import { provenance, type Origins } from './provenance';

export type Records = Readonly<Record<string, TrialRecord>>;

/** What another version of the lab has measured is not offered as this one's. */
const ENGINE = `results ${RESULTS_VERSION}, lab ${__LAB_VERSION__}`;
const KEYS_OF_ENGINE = `${ENGINE}: `;

/** Whether a key is one of this version of the lab. */
export const isOfThisEngine = (key: string): boolean => key.startsWith(KEYS_OF_ENGINE);

const VERSIONS_OF_KEY = /^results (\d+), lab (\d+)\.(\d+)\.(\d+)/;
const PARTS_OF_KEY = new RegExp(`^results ${RESULTS_VERSION}, lab (\\d+\\.\\d+\\.\\d+): (.*)$`, 's');

/**
 * The version of the lab that stored a trial under this key, and the key that the same trial has in this version.
 * null where that is this version or a later one, where the results have another schema, and where it is no key.
 */
export function ofOlderEngine(key: string): { readonly version: string; readonly key: string } | null {
  const [, version, trial] = PARTS_OF_KEY.exec(key) ?? [];
  if (version === undefined || isOfThisEngine(key) || isOfNewerEngine(key)) return null;
  return { version, key: `${KEYS_OF_ENGINE}${trial ?? ''}` };
}

/** Whether a key is one of a later version of the lab, whose work this one leaves as it is. */
export function isOfNewerEngine(key: string): boolean {
  const versions = (text: string) => VERSIONS_OF_KEY.exec(text)?.slice(1).map(Number) ?? [];
  const own = versions(KEYS_OF_ENGINE);
  const other = versions(key);
  const at = other.findIndex((number, i) => number !== own[i]);
  return at >= 0 && other[at]! > own[at]!;
}

/**
 * The engine, the fragment of the experiment that is this trial alone, and what the fragment does not say of its model
 * and data. A trial keeps its result when scenarios are renamed, recoloured or added, when a
 * setting becomes a scenario's own without changing, and when more seeds are asked for.
 */
export function trialKey(experiment: Experiment, trial: TrialSpec, origins: Origins): string {
  return keyOf(experiment, trial, provenance(experiment, origins));
}

function keyOf(experiment: Experiment, { scenario, seed }: TrialSpec, from: string): string {
  const plain = withoutIdleSettings(scenario, experiment.training);
  const scenarios = [{ ...plain, name: 'trial', color: '#000000' }];
  const fragment = encodeExperiment({ ...experiment, scenarios, trials: 1, firstSeed: seed }, keyNumber);
  return `${KEYS_OF_ENGINE}${fragment}${from === '' ? '' : ` from ${from}`}`;
}

export interface TrialSlot {
  readonly spec: TrialSpec;
  readonly key: string;
  /** null: not run yet. */
  readonly record: TrialRecord | null;
}

type Trial = Pick<TrialSlot, 'spec' | 'key'>;
const trialsOf = new WeakMap<Experiment, { readonly from: string; readonly trials: readonly Trial[] }>();

/** Writing the keys is most of the work, and an experiment never changes. */
function keyedTrials(experiment: Experiment, origins: Origins): readonly Trial[] {
  const from = provenance(experiment, origins);
  const known = trialsOf.get(experiment);
  if (known?.from === from) return known.trials;
  const trials = listTrials(experiment).map((spec) => ({ spec, key: keyOf(experiment, spec, from) }));
  trialsOf.set(experiment, { from, trials });
  return trials;
}

const namedRecords = new WeakMap<TrialRecord, TrialRecord>();

/** The same object each time, so that what is drawn already is not drawn again. */
function withScenario(record: TrialRecord, scenario: Scenario): TrialRecord {
  const known = namedRecords.get(record);
  if (known?.scenario === scenario) return known;
  const named = { ...record, scenario };
  namedRecords.set(record, named);
  return named;
}

/** The experiment's trials with what is known of each; records take the scenario's present name and colour. */
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
