/** @file Results for the tests to draw: scenarios with given accuracies, some with diverged trials. */
import { colorAt } from '../experiment/colors';
import { DEFAULT_EXPERIMENT } from '../experiment/defaults';
import type { Experiment, Measure, Scenario } from '../experiment/experiment';
import type { TrialRecord } from '../results/results';
import { sampleTrial, seededRandom } from '../experiment/testing';
import { measureTrials } from '../results/measureTrials';
import { sortOutcomes } from '../stats/outcomes';
import { planLooks } from '../stats/comparisons/looks';
import { summarize } from '../stats/summary';
import type { Trace } from './curves/traces';
import type { Judging } from './differences/judging';
import type { ScenarioResults, Subject } from './scenarioResults';

export const SUBJECT: Subject = {
  labVersion: '9.8.7',
  model: 'roberta-mini',
  dataset: 'review-sentences',
  rows: 1000,
};

/** Accuracies by scenario, in the order of seeds; null stands for a diverged trial. */
export type NamedAccuracies = Readonly<Record<string, readonly (number | null)[]>>;

export function groupOf(
  scenario: Scenario,
  records: readonly TrialRecord[],
  measure: Measure = 'accuracy',
): ScenarioResults {
  const { done, others } = sortOutcomes(records);
  const accuracies = done.map(({ accuracy }) => accuracy);
  const measured = measureTrials(done, measure);
  return {
    ...{ scenario, done, accuracies, others, open: 0, ended: records.length },
    ...measured,
    summary: summarize(measured.values),
  };
}

export function recordsOf(scenario: Scenario, accuracies: readonly (number | null)[]): TrialRecord[] {
  return accuracies.map((accuracy, i) =>
    sampleTrial({
      ...{ id: `${scenario.name}/${i + 1}`, scenario, seed: i + 1, accuracy },
      ...(accuracy === null && {
        status: 'diverged' as const,
        message: 'The loss was not finite.',
        validationLoss: null,
      }),
      samplesPerSecond: 100 + 7 * i + scenario.name.length,
    }),
  );
}

export function groupsOf(named: NamedAccuracies): ScenarioResults[] {
  return Object.entries(named).map(([name, accuracies], i) => {
    const scenario: Scenario = { ...DEFAULT_EXPERIMENT.scenarios[0], name, color: colorAt(i) };
    return groupOf(scenario, recordsOf(scenario, accuracies));
  });
}

export const experimentOf = (groups: readonly ScenarioResults[]): Experiment => ({
  ...DEFAULT_EXPERIMENT,
  scenarios: groups.map(({ scenario }) => scenario),
  trials: Math.max(1, ...groups.map(({ done }) => done.length)),
});

/** Judging by one look at all the seeds that these results have. */
export const judgingFor = (groups: readonly ScenarioResults[]): Judging => ({
  ...{ all: groups, rows: 1000, firstSeed: 1, delta: 0.01 },
  plan: planLooks(Math.max(0, ...groups.map(({ ended }) => ended)), 'end'),
});

/** Many scenarios with some spread, the same ones in every run; every seventh has a diverged trial. */
export function manyGroups(scenarios: number, trials: number): ScenarioResults[] {
  const random = seededRandom(scenarios);
  return Array.from({ length: scenarios }, (_, i): ScenarioResults => {
    const base = 0.6 + 0.3 * random();
    const accuracies = Array.from(
      { length: trials },
      () => Math.round(1000 * (base + 0.03 * random())) / 1000,
    );
    const scenario: Scenario = {
      ...DEFAULT_EXPERIMENT.scenarios[0],
      name:
        i % 5 === 4
          ? `scenario ${i + 1} with a rather long name that tells its rank, alpha and modules`
          : `scenario ${i + 1}`,
      color: colorAt(i),
    };
    const records = recordsOf(scenario, i % 7 === 6 ? [...accuracies.slice(1), null] : accuracies).map(
      (record) => ({
        ...record,
        relativeParameters: 10 ** -(4 * random()),
        memory: { ...record.memory, activations: 1e7 + 6e7 * random() },
      }),
    );
    return groupOf(scenario, records);
  });
}

export function tracesOf(groups: readonly ScenarioResults[], steps: number): Trace[] {
  const random = seededRandom(steps);
  return groups.flatMap(({ scenario, done }) =>
    done.map(({ id }) => {
      const rate = 1 + 4 * random();
      const value = (step: number) => 0.2 + 0.5 * Math.exp((-rate * step) / steps) + 0.03 * random();
      const at = (count: number) =>
        Array.from({ length: count }, (_, i) => Math.round(((i + 1) * steps) / count));
      return {
        ...{ key: id, trial: id, scenario: scenario.name, color: scenario.color },
        training: at(60).map((step) => ({ step, value: value(step) })),
        validation: at(5).map((step) => ({ step, value: value(step) + 0.05 })),
      };
    }),
  );
}
