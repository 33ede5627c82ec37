/** @file How scenarios stand to each other by the verdicts on their differences. */
import { differenceAt, type Differences } from '../stats/comparisons/differences';
import type { Outcomes } from './outcomes';

/** @param names the scenarios' names, in the order in which `differences` has them */
export function standingsOf(
  names: readonly string[],
  differences: Differences,
): Pick<Outcomes, 'standing' | 'isSlight'> {
  const position = new Map(names.map((name, i) => [name, i]));
  const pairOf = (first: string, second: string) => {
    const [row, column] = [position.get(first), position.get(second)];
    return row === undefined || column === undefined ? null : differenceAt(differences, { row, column });
  };
  return {
    standing: (first, second) => {
      const pair = pairOf(first, second);
      if (!pair) return null;
      const { verdict, comparison } = pair.difference;
      if (verdict !== 'better') return verdict;
      return comparison.difference > 0 === pair.turned ? 'worse' : 'better';
    },
    isSlight: (first, second) => pairOf(first, second)?.difference.isSlight ?? false,
  };
}
