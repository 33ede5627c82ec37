/** @file The trials of an experiment by scenario: what every panel of the results draws. */
import { groupBy } from '../../../src/base/groupBy';
import type { Experiment, Measure, Scenario } from '../../../src/experiment/experiment';
import { scenarioId } from '../../../src/experiment/scenarioId';
import type { TrialRecord } from '../../../src/results/results';
import { type MeasuredTrials, measureTrials } from '../../../src/results/measureTrials';
import { sortOutcomes, type Outcomes } from '../../../src/stats/outcomes';
import { summarize } from '../../../src/stats/summary';
import type { ScenarioResults } from '../../../src/figures/scenarioResults';
import type { TrialSlot } from './trialKey';

/** Results of a scenario. `bySeed` stays the same list as long as no trial ends: comparisons are cached by it. */
export interface ScenarioGroup extends ScenarioResults {
  /** The index in the experiment's list, whatever the order on the page. */
  readonly position: number;
}

export function groupTrials(experiment: Experiment, slots: readonly TrialSlot[]): ScenarioGroup[] {
  const byScenario = groupBy(slots, ({ spec }) => scenarioId(spec.scenario));
  return experiment.scenarios.map((scenario, position) => {
    const own = byScenario.get(scenarioId(scenario)) ?? [];
    const records = own.flatMap(({ record }) => (record ? [record] : []));
    const { done, others } = sortOutcomes(records);
    const accuracies = done.map(({ accuracy }) => accuracy);
    const measured = measuredTrials(scenario, done, experiment.judging.measure);
    return {
      scenario,
      isMixed: experiment.training.precision === 'mixed',
      position,
      done,
      accuracies,
      ...measured,
      summary: summarize(measured.values),
      others,
      open: own.length - records.length,
      ended: endedInOrder(own),
    };
  });
}

/**
 * How many trials, in the order of their seeds, have ended before the first that has not. A cancelled one has not: it goes
 * on with the next run, and a look without it would be left to whoever cancels.
 */
function endedInOrder(slots: readonly TrialSlot[]): number {
  const bySeed = [...slots].sort((a, b) => a.spec.seed - b.spec.seed);
  const first = bySeed.findIndex(({ record }) => record === null || record.status === 'cancelled');
  return first < 0 ? slots.length : first;
}

interface Latest {
  readonly done: readonly TrialRecord[];
  readonly measured: MeasuredTrials;
}

const latest = new WeakMap<Scenario, Map<Measure, Latest>>();

/** The same object until a trial of the scenario ends. Lessons go by accuracy whatever the page shows. */
function measuredTrials(
  scenario: Scenario,
  done: Outcomes<TrialRecord>['done'],
  measure: Measure,
): MeasuredTrials {
  let byMeasure = latest.get(scenario);
  if (!byMeasure) latest.set(scenario, (byMeasure = new Map<Measure, Latest>()));
  const known = byMeasure.get(measure);
  if (known?.done.length === done.length && known.done.every((record, i) => record === done[i]))
    return known.measured;
  const measured = measureTrials(done, measure);
  byMeasure.set(measure, { done, measured });
  return measured;
}
