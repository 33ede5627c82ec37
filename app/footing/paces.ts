/** @file How long the experiment's scenarios train: by their own trials on this device, or else estimated. */
import { trainingOf, type Scenario } from '../../src/experiment/experiment';
import type { Pace } from '../../src/footing/matchTime';
import type { TrialRecord } from '../../src/results/results';
import { groupBy } from '../../src/base/groupBy';
import { median } from '../../src/stats/summary';
import type { Lab } from '../store/lab';
import { trialSlots } from '../store/results/trialKey';
import { estimatedCosts } from '../store/timing/estimatedCost';
import { trialWork, usedRows } from '../store/timing/expected';

export type PaceNeeds = Pick<
  Lab,
  'experiment' | 'records' | 'sources' | 'commits' | 'environment' | 'speeds' | 'inspection'
>;

export interface Paces {
  /** One for each scenario, in their order; null where not known. */
  readonly paces: readonly (Pace | null)[];
  /**
   * `measured`: by trials of every scenario on this device. `estimated`: by the device's speed, and how far down backward
   * goes. `compared`: the same without a speed, so that only their ratios mean anything.
   */
  readonly basis: 'measured' | 'estimated' | 'compared';
}

export function pacesOf(lab: PaceNeeds): Paces {
  const { experiment, environment, speeds, inspection } = lab;
  const { scenarios, training } = experiment;
  const read = inspection ? usedRows(experiment, inspection.rows) : null;
  const measured = measuredSpeeds(lab);
  const costs = estimatedCosts(experiment.model, environment, speeds, training.precision);
  const isMeasured = measured.every((speed) => speed !== null);
  const secondsOf = (scenario: Scenario, i: number): number =>
    isMeasured ? 1 / (measured[i] ?? NaN) : costs.training(scenario);
  const paces = scenarios.map((scenario, i): Pace | null => {
    const { duration, batchSize } = trainingOf(training, scenario);
    const work = trialWork(experiment, scenario, read);
    const steps = work?.steps ?? (duration.unit === 'steps' ? duration.count : null);
    if (steps === null) return null;
    // The last batch of a pass may be smaller, for every scenario alike.
    const sentences = work && steps > 0 ? work.trained / steps : batchSize;
    return { step: secondsOf(scenario, i) * sentences, steps };
  });
  if (isMeasured) return { paces, basis: 'measured' };
  const isKnown = scenarios.every(({ method }) => costs.basis(method) !== null);
  return { paces, basis: isKnown ? 'estimated' : 'compared' };
}

/** Training sentences a second of each scenario's trials on this device; null where none has been measured. */
function measuredSpeeds(lab: PaceNeeds): (number | null)[] {
  const { experiment, environment } = lab;
  const slots = groupBy(trialSlots(experiment, lab.records, lab), ({ spec }) => spec.scenario);
  const isHere = ({ environment: its }: TrialRecord): boolean =>
    its.backend === environment?.backend && its.device === environment.device;
  return experiment.scenarios.map((scenario) => {
    const done = (slots.get(scenario) ?? []).flatMap(({ record }) =>
      record?.status === 'done' && isHere(record) ? [record] : [],
    );
    return median(done.flatMap(({ samplesPerSecond }) => samplesPerSecond ?? []));
  });
}
