/** @file What the verdicts on an experiment go by: its planned looks, and the difference that matters to the person. */
import { plannedSeeds, type Experiment } from '../../../src/experiment/experiment';
import type { Judging } from '../../../src/figures/differences/judging';
import type { ScenarioResults } from '../../../src/figures/scenarioResults';
import { planLooks, type LookPlan } from '../../../src/stats/comparisons/looks';

type Planned = Pick<Experiment, 'trials' | 'judging'>;

export const planOf = (experiment: Planned): LookPlan =>
  planLooks(plannedSeeds(experiment), experiment.judging.looks);

/** The smallest difference that matters, in the units of the values that are compared. */
export const deltaOf = ({ judging }: Pick<Experiment, 'judging'>): number => judging.delta / 100;

/** @param rows validation sentences behind each value; null if not known */
export function judgingOf(
  experiment: Planned & Pick<Experiment, 'firstSeed'>,
  all: readonly ScenarioResults[],
  rows: number | null,
): Judging {
  const { firstSeed } = experiment;
  return { all, rows, firstSeed, delta: deltaOf(experiment), plan: planOf(experiment) };
}
