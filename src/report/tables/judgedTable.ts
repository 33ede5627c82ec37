/** @file Scores that were judged as a table: a row for each pair that can be compared. */
import { intervalOf } from '../../stats/comparisons/comparison';
import type { Difference } from '../../stats/comparisons/differences';
import { levelOf } from '../../stats/comparisons/looks';
import {
  JUDGED_PAIRS,
  type JudgedPair,
  type ScoreVerdict,
  type ScoreVerdicts,
} from '../../scores/judging/verdicts';
import { tableOf, type Column, type Table } from './table';

interface Row {
  readonly verdict: ScoreVerdict;
  readonly pair: JudgedPair;
  readonly difference: Difference;
}

const SIDES: Readonly<Record<JudgedPair, readonly [string, string]>> = {
  bestToChance: ['best', 'random'],
  worstToChance: ['worst', 'random'],
  bestToWorst: ['best', 'worst'],
};

/** Shares are fractions, and so are their differences. */
export function judgedTable({ verdicts, tested, rules }: ScoreVerdicts): Table {
  const level = levelOf(rules.plan);
  const rows = verdicts.flatMap((verdict) =>
    JUDGED_PAIRS.flatMap((pair): Row[] => {
      const difference = verdict.pairs[pair];
      return difference ? [{ verdict, pair, difference }] : [];
    }),
  );
  const columns: readonly Column<Row>[] = [
    ['score', ({ verdict }) => verdict.kind],
    ['modules', ({ verdict }) => verdict.set.count],
    ['first', ({ pair }) => SIDES[pair][0]],
    ['second', ({ pair }) => SIDES[pair][1]],
    ['firstMinusSecond', ({ difference }) => difference.comparison.difference],
    ['intervalFrom', ({ difference }) => intervalOf(difference.comparison, level)?.from ?? null],
    ['intervalTo', ({ difference }) => intervalOf(difference.comparison, level)?.to ?? null],
    ['level', () => level],
    ['p', ({ difference }) => difference.comparison.p],
    ['pHolm', ({ difference }) => difference.corrected],
    ['comparisons', () => tested],
    ['verdict', ({ difference }) => difference.verdict],
    ['slight', ({ difference }) => difference.isSlight],
    ['delta', () => rules.delta],
    ['nFirst', ({ difference }) => difference.comparison.n[0]],
    ['nSecond', ({ difference }) => difference.comparison.n[1]],
    ['sharedSeeds', ({ difference }) => difference.comparison.shared],
    ['newSentences', ({ difference }) => difference.comparison.coversSentences],
    ['draws', ({ verdict }) => verdict.set.draws.length],
    ['measure', () => rules.measure ?? 'accuracy'],
  ];
  return tableOf(columns, rows);
}
