/** @file What figures are made from: scenarios with their trials, and what the trials were measured on. */
import type { MemoryBreakdown, TrialRecord } from '../results/results';
import type { ModelConfig } from '../architecture/config';
import type { Measure, Scenario, TrialSpec } from '../experiment/experiment';
import type { Guessing } from '../stats/guessing';
import type { Ended, Outcomes } from '../stats/outcomes';
import { formatTrainedBy } from '../results/engines';
import type { MeasuredTrials } from '../results/measureTrials';
import type { Summary } from '../stats/summary';

/**
 * A scenario and the results of its trials. What comes from {@link MeasuredTrials}, and the summary, is by the measure of the
 * experiment.
 */
export interface ScenarioResults extends MeasuredTrials {
  readonly scenario: Scenario;
  /** Whether its trials train in mixed precision; not if left out. */
  readonly isMixed?: boolean;
  /** Trials that ended as done, in the order of their seeds. */
  readonly done: readonly TrialRecord[];
  /** Accuracies of those trials, in [0, 1]. */
  readonly accuracies: readonly number[];
  readonly summary: Summary;
  /** Trials that ended in another way. */
  readonly others: Outcomes<Ended>['others'];
  /** Trials not run yet. */
  readonly open: number;
  /** How many seeds, from the experiment's first on without a gap, have ended in whatever way but by being cancelled. */
  readonly ended: number;
}

/** The measure of the groups of an experiment, which is the same for all of them. */
export const measureOfGroups = (groups: readonly ScenarioResults[]): Measure =>
  groups[0]?.measure ?? 'accuracy';

/** The trials behind the values of the groups, each file's own where a value is of several. */
export const recordsOfGroups = (
  groups: readonly Pick<ScenarioResults, 'measured'>[],
): readonly TrialRecord[] =>
  groups.flatMap(({ measured }) => measured.flatMap((each) => each.copies ?? [each]));

/** Who trained what a figure shows, as a sentence of its caption; empty where it was the lab itself. */
export const formatGroupsTrainedBy = (groups: readonly Pick<ScenarioResults, 'measured'>[]): string =>
  formatTrainedBy(recordsOfGroups(groups));

/** A trial of the experiment, run or not. */
export interface TrialResult {
  readonly spec: TrialSpec;
  /** The trial's key, which is the same whenever it runs. */
  readonly key: string;
  /** The trial's record; null if it has not run yet. */
  readonly record: TrialRecord | null;
}

/** What the results were measured on: the line at the foot of every picture. */
export interface Subject {
  readonly labVersion: string;
  readonly model: string;
  readonly dataset: string;
  /** Validation sentences behind each value; null if not known. */
  readonly rows: number | null;
  /** What guessing would reach on them; left out or null if not known. */
  readonly guessing?: Guessing | null;
}

/** What costs are estimated from, before a trial has shown them. */
export interface Estimated {
  readonly config: ModelConfig | null;
  /** Estimates by scenario, in the order of the groups. */
  readonly memory: readonly (MemoryBreakdown | null)[];
}
