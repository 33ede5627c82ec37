/** @file The trials of an experiment by scenario: what every panel of the results draws. */
import { groupBy } from '../../../src/base/groupBy';
import type { Experiment, Scenario } from '../../../src/experiment/experiment';
import { scenarioId } from '../../../src/experiment/scenarioId';
import type { TrialRecord } from '../../../src/results/results';
import { sortOutcomes, type Outcomes } from '../../../src/stats/outcomes';
import type { SeededValue } from '../../../src/stats/comparisons/pairing';
import { summarize, type Summary } from '../../../src/stats/summary';
import type { TrialSlot } from './trialKey';

export interface ScenarioGroup {
  readonly scenario: Scenario;
  /** The index in the experiment's list, whatever the order on the page. */
  readonly position: number;
  /** Trials that ended as done, in the order of their seeds. */
  readonly done: readonly TrialRecord[];
  readonly accuracies: readonly number[];
  /** The same list as long as no trial of the scenario ends: comparisons are cached by it. */
  readonly bySeed: readonly SeededValue[];
  readonly summary: Summary;
  /** Trials that ended in another way, counted apart from all figures. */
  readonly others: Outcomes<TrialRecord>['others'];
  /** Trials not run yet. */
  readonly open: number;
}

export function groupTrials(experiment: Experiment, slots: readonly TrialSlot[]): ScenarioGroup[] {
  const byScenario = groupBy(slots, ({ spec }) => scenarioId(spec.scenario));
  return experiment.scenarios.map((scenario, position) => {
    const own = byScenario.get(scenarioId(scenario)) ?? [];
    const records = own.flatMap(({ record }) => (record ? [record] : []));
    const { done, others } = sortOutcomes(records);
    const accuracies = done.map(({ accuracy }) => accuracy);
    return {
      scenario,
      position,
      done,
      accuracies,
      bySeed: seededAccuracies(scenario, done),
      summary: summarize(accuracies),
      others,
      open: own.length - records.length,
    };
  });
}

const latest = new WeakMap<
  Scenario,
  { readonly done: readonly TrialRecord[]; readonly values: readonly SeededValue[] }
>();

function seededAccuracies(scenario: Scenario, done: Outcomes<TrialRecord>['done']): readonly SeededValue[] {
  const known = latest.get(scenario);
  if (known?.done.length === done.length && known.done.every((record, i) => record === done[i]))
    return known.values;
  const values = done.map(({ seed, accuracy }) => ({ seed, value: accuracy }));
  latest.set(scenario, { done, values });
  return values;
}
