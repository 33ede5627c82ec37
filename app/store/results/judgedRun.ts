/** @file A run's trials by scenario, what they were measured on, and what the verdicts on them go by. */
import type { DataInspection } from '../../../workers/protocol';
import type { Experiment } from '../../../src/experiment/experiment';
import type { Judging } from '../../../src/figures/differences/judging';
import { validationSet, type ValidationSet } from '../sources/validationSet';
import { judgingOf } from './judging';
import { groupTrials, type ScenarioGroup } from './scenarioGroups';
import type { TrialSlot } from './trialKey';

export interface JudgedRun {
  /** Every scenario of the run, also those that the page hides, by the measure of its experiment. */
  readonly all: readonly ScenarioGroup[];
  readonly validation: ValidationSet;
  readonly judging: Judging;
}

/** @param inspection the inspection of the experiment's data set; null if it has not been looked at */
export function judgedRun(
  { experiment, slots }: { readonly experiment: Experiment; readonly slots: readonly TrialSlot[] },
  inspection: DataInspection | null,
): JudgedRun {
  const all = groupTrials(experiment, slots);
  const validation = validationSet(
    experiment,
    slots.flatMap(({ record }) => record ?? []),
    inspection,
  );
  return { all, validation, judging: judgingOf(experiment, all, validation.rows) };
}
