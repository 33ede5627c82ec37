/** @file What the verdicts on an experiment go by: its planned looks, and the difference that matters to the person. */
import type { Experiment } from '../../../src/experiment/experiment';
import type { Judging } from '../../../src/figures/differences/judging';
import type { ScenarioResults } from '../../../src/figures/scenarioResults';
import { planLooks } from '../../../src/stats/comparisons/looks';

/** The smallest difference of accuracies that matters, unless the person says otherwise: one percentage point. */
export const DEFAULT_DELTA = 0.01;

/** @param rows validation examples behind each accuracy; null if not known */
export function judgingOf(
  { trials, firstSeed }: Pick<Experiment, 'trials' | 'firstSeed'>,
  all: readonly ScenarioResults[],
  rows: number | null,
): Judging {
  return { all, rows, firstSeed, delta: DEFAULT_DELTA, plan: planLooks(trials, 'growing') };
}
