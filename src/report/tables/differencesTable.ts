/** @file The table of differences, with one row per pair of scenarios: the difference, its test and the verdict. */
import { differencesAmong, type Judging } from '../../figures/differences/judging';
import { measureOfGroups, type ScenarioResults } from '../../figures/scenarioResults';
import { sentenceOf } from '../../stats/comparisons/formatDifference';
import { intervalOf } from '../../stats/comparisons/comparison';
import type { Difference, Differences, JudgingRules } from '../../stats/comparisons/differences';
import { levelOf } from '../../stats/comparisons/looks';
import { signFlipP } from '../../stats/comparisons/signFlip';
import { tableOf, type Column, type Table } from './table';

export interface NamedDifference {
  readonly first: string;
  readonly second: string;
  readonly difference: Difference;
  /** Probability of a false finding at its look. */
  readonly level: number;
  readonly rules: JudgingRules;
}

/** Every pair that can be compared, in the order of the scenarios. */
export function namedDifferences(
  groups: readonly ScenarioResults[],
  judging: Judging,
): { readonly pairs: readonly NamedDifference[]; readonly differences: Differences } {
  const differences = differencesAmong(groups, judging);
  const { between, rules } = differences;
  const common = { level: levelOf(rules.plan), rules };
  const name = (i: number): string => groups[i]?.scenario.name ?? '';
  const pairs = between.flatMap((row, i) =>
    row.flatMap((difference, j) =>
      difference ? [{ ...common, first: name(i), second: name(i + 1 + j), difference }] : [],
    ),
  );
  return { pairs, differences };
}

const COLUMNS: readonly Column<NamedDifference>[] = [
  ['first', ({ first }) => first],
  ['second', ({ second }) => second],
  ['firstMinusSecond', ({ difference }) => difference.comparison.difference],
  ['intervalFrom', ({ difference, level }) => intervalOf(difference.comparison, level)?.from ?? null],
  ['intervalTo', ({ difference, level }) => intervalOf(difference.comparison, level)?.to ?? null],
  ['level', ({ level }) => level],
  ['p', ({ difference }) => difference.comparison.p],
  ['pHolm', ({ difference }) => difference.corrected],
  ['pSignFlip', ({ difference }) => flipP(difference)],
  ['verdict', ({ difference }) => difference.verdict],
  ['slight', ({ difference }) => difference.isSlight],
  ['delta', ({ rules }) => rules.delta],
  ['bound', ({ difference }) => difference.bound],
  ['wants', ({ difference }) => difference.wants],
  ['look', ({ difference }) => difference.look?.index ?? null],
  ['words', ({ first, second, difference, rules }) => sentenceOf(difference, first, second, rules)],
  ['test', ({ difference }) => difference.comparison.test],
  ['nFirst', ({ difference }) => difference.comparison.n[0]],
  ['nSecond', ({ difference }) => difference.comparison.n[1]],
  ['sharedSeeds', ({ difference }) => difference.comparison.shared],
  ['newSentences', ({ difference }) => difference.comparison.coversSentences],
  ['meanFirst', ({ difference }) => difference.comparison.means[0]],
  ['meanSecond', ({ difference }) => difference.comparison.means[1]],
  ['sd', ({ difference }) => difference.comparison.sd],
  ['effect', ({ difference }) => difference.comparison.effect],
  ['chanceFirstAhead', ({ difference }) => difference.comparison.chance],
];

function flipP({ comparison: { differences } }: Difference): number | null {
  return differences && differences.length > 1 ? signFlipP(differences) : null;
}

/** Shares are fractions, and so are their differences. */
export function differencesTable(groups: readonly ScenarioResults[], judging: Judging): Table {
  const { pairs, differences } = namedDifferences(groups, judging);
  const shared: readonly Column<NamedDifference>[] = [
    ['comparisons', () => differences.tested],
    ['measure', () => measureOfGroups(groups)],
  ];
  return tableOf([...COLUMNS, ...shared], pairs);
}
