/** @file What verdicts go by, and the verdicts among the scenarios that a figure shows. */
import {
  allDifferences,
  someDifferences,
  type Differences,
  type JudgingRules,
} from '../../stats/comparisons/differences';
import { measureOfGroups, type ScenarioResults } from '../scenarioResults';

export interface Judging extends JudgingRules {
  /** Every scenario with results, also those that a figure leaves out: the correction is for all of them. */
  readonly all: readonly ScenarioResults[];
}

/**
 * The differences among the shown scenarios, corrected for all that were compared.
 * @param shown some of `judging.all`, in the order wanted
 */
export function differencesAmong(shown: readonly ScenarioResults[], judging: Judging): Differences {
  const { all, ...rules } = judging;
  const differences = allDifferences(
    all.map(({ bySeed, ended }) => ({ values: bySeed, ended })),
    { ...rules, measure: measureOfGroups(all) },
  );
  return someDifferences(
    differences,
    shown.map((group) => all.indexOf(group)),
  );
}

/** Judging of values that were gathered without a plan, such as a class's: at one look. */
export function judgingOnce(
  all: readonly ScenarioResults[],
  { rows, delta }: Pick<JudgingRules, 'rows' | 'delta'>,
): Judging {
  return { all, rows, delta, plan: null, firstSeed: 0 };
}
