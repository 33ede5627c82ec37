/** @file The trials of an experiment by scenario: what every panel of the results draws. */
import type { Experiment, Scenario } from '../../src/experiment/experiment';
import type { TrialRecord, TrialStatus } from '../../src/experiment/results';
import { summarize, type Summary } from '../../src/stats/summary';
import type { TrialSlot } from '../store/trialKey';

export interface ScenarioGroup {
  readonly scenario: Scenario;
  /** Trials that ended as done, in the order of their seeds. */
  readonly done: readonly TrialRecord[];
  readonly accuracies: readonly number[];
  readonly summary: Summary;
  /** Trials that ended otherwise, counted apart from all figures. */
  readonly others: Readonly<Record<Exclude<TrialStatus, 'done'>, number>>;
  /** Trials not run yet. */
  readonly open: number;
}

export function groupTrials(experiment: Experiment, slots: readonly TrialSlot[]): ScenarioGroup[] {
  return experiment.scenarios.map((scenario) => {
    const own = slots.filter(({ spec }) => spec.scenario === scenario);
    const records = own.flatMap(({ record }) => (record ? [record] : []));
    const done = records.filter(({ status, accuracy }) => status === 'done' && accuracy !== null);
    const accuracies = done.flatMap(({ accuracy }) => (accuracy === null ? [] : [accuracy]));
    const withStatus = (status: TrialStatus): number =>
      records.filter((record) => record.status === status).length;
    return {
      scenario,
      done,
      accuracies,
      summary: summarize(accuracies),
      others: {
        diverged: withStatus('diverged'),
        failed: withStatus('failed'),
        cancelled: withStatus('cancelled'),
      },
      open: own.length - records.length,
    };
  });
}

/** "1 diverged, 2 cancelled", or an empty text. */
export function othersText({ others }: ScenarioGroup): string {
  return Object.entries(others)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${status}`)
    .join(', ');
}
