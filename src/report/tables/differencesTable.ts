/** @file The table of differences, with one row per pair of scenarios: the difference, its test and the verdict. */
import type { ScenarioResults } from '../../figures/scenarioResults';
import { sentenceOf } from '../../stats/comparisons/formatDifference';
import { allDifferences, type Difference } from '../../stats/comparisons/differences';
import { signFlipP } from '../../stats/comparisons/signFlip';
import { tableOf, type Column, type Table } from './table';

export interface NamedDifference {
  readonly first: string;
  readonly second: string;
  readonly difference: Difference;
}

/** Every pair that can be compared, in the order of the scenarios. */
export function namedDifferences(
  groups: readonly Pick<ScenarioResults, 'scenario' | 'bySeed'>[],
  rows: number | null,
): { readonly pairs: readonly NamedDifference[]; readonly tested: number } {
  const { between, tested } = allDifferences(
    groups.map(({ bySeed }) => bySeed),
    rows,
  );
  const name = (i: number): string => groups[i]?.scenario.name ?? '';
  const pairs = between.flatMap((row, i) =>
    row.flatMap((difference, j) =>
      difference ? [{ first: name(i), second: name(i + 1 + j), difference }] : [],
    ),
  );
  return { pairs, tested };
}

const COLUMNS: readonly Column<NamedDifference>[] = [
  ['first', ({ first }) => first],
  ['second', ({ second }) => second],
  ['firstMinusSecond', ({ difference }) => difference.comparison.difference],
  ['interval95From', ({ difference }) => difference.comparison.interval?.from ?? null],
  ['interval95To', ({ difference }) => difference.comparison.interval?.to ?? null],
  ['p', ({ difference }) => difference.comparison.p],
  ['pHolm', ({ difference }) => difference.corrected],
  ['pSignFlip', ({ difference }) => flipP(difference)],
  ['verdict', ({ difference }) => difference.verdict],
  ['words', ({ first, second, difference }) => sentenceOf(difference, first, second)],
  ['test', ({ difference }) => difference.comparison.test],
  ['nFirst', ({ difference }) => difference.comparison.n[0]],
  ['nSecond', ({ difference }) => difference.comparison.n[1]],
  ['leftOut', ({ difference }) => difference.comparison.leftOut],
  ['meanFirst', ({ difference }) => difference.comparison.means[0]],
  ['meanSecond', ({ difference }) => difference.comparison.means[1]],
  ['sd', ({ difference }) => difference.comparison.sd],
  ['effect', ({ difference }) => difference.comparison.effect],
];

function flipP({ comparison: { differences } }: Difference): number | null {
  return differences && differences.length > 1 ? signFlipP(differences) : null;
}

/**
 * Accuracies are fractions, and so are their differences.
 * @param rows validation examples behind each accuracy; null if not known
 */
export function differencesTable(groups: readonly ScenarioResults[], rows: number | null): Table {
  const { pairs, tested } = namedDifferences(groups, rows);
  return tableOf([...COLUMNS, ['comparisons', () => tested]], pairs);
}
