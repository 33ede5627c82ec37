/** @file Texts of a difference between two scenarios: short in a cell of the matrix, and in full. */
import type { Difference } from './differences';
import { seedsNeeded } from './power';
import { signFlipP } from './signFlip';
import { FEWEST_SEEDS, SIGNIFICANT, type Verdict } from './verdict';
import { count, points, signedPoints, withUnit } from '../../base/format';

/** The direction in which the first scenario differs. */
export type Side = 'ahead' | 'behind';

export interface Cell {
  readonly difference: string;
  readonly interval: string;
  readonly word: string;
  readonly verdict: Verdict;
  readonly side: Side;
}

/** The row's scenario seen from the column's; `turned` if the difference was taken the other way round. */
export function cellOf({ comparison, verdict }: Difference, turned: boolean): Cell {
  const sign = turned ? -1 : 1;
  const { difference, interval } = comparison;
  const side = sign * difference < 0 ? 'behind' : 'ahead';
  const ends = interval && [sign * interval.from, sign * interval.to].sort((a, b) => a - b);
  return {
    difference: signedPoints(sign * difference),
    interval: ends ? ends.map((end) => signedPoints(end)).join(' to ') : 'no interval',
    word: WORDS[verdict][side],
    verdict,
    side,
  };
}

const WORDS: Readonly<Record<Verdict, Readonly<Record<Side, string>>>> = {
  better: { ahead: 'better', behind: 'worse' },
  'probably better': { ahead: 'probably better', behind: 'probably worse' },
  'a wash': { ahead: 'a wash', behind: 'a wash' },
  'too few seeds to tell': { ahead: 'too few seeds', behind: 'too few seeds' },
};

/** "full is probably better than LoRA", whichever of them was first. */
export function sentenceOf({ comparison, verdict }: Difference, first: string, second: string): string {
  const [winner, loser] = comparison.difference < 0 ? [second, first] : [first, second];
  if (verdict === 'a wash') return `${first} and ${second}: a wash`;
  if (verdict === 'too few seeds to tell') return `${first} and ${second}: too few seeds to tell`;
  return `${winner} is ${verdict} than ${loser}`;
}

export interface Detail {
  readonly term: string;
  readonly text: string;
}

/** @param tested the number of comparisons that share the correction */
export function detailsOf({ comparison, corrected }: Difference, tested: number): Detail[] {
  const { test, n, leftOut, difference, interval, p, differences, sd, effect } = comparison;
  const trials = test === 'paired' ? `${seeds(n[0])} in both` : `${n[0]} and ${n[1]} trials`;
  const without = leftOut > 0 ? `; ${leftOut} with a seed of one side only left out` : '';
  const flip = differences && differences.length > 1 ? signFlipP(differences) : null;
  const lines: (Detail | null)[] = [
    {
      term: 'Difference',
      text:
        withUnit(signedPoints(difference), 'points') +
        (interval
          ? `, 95 % t interval ${signedPoints(interval.from)} to ${signedPoints(interval.to)}`
          : '; one pair has no interval') +
        (sd === null ? '' : `; sd ${points(sd)}${test === 'paired' ? ' over seeds' : ''}`),
    },
    {
      term: test === 'paired' ? 'Paired t test' : 'Welch’s t test',
      text: `${trials}${without}; ${
        p === null ? 'no spread to test against' : `${pText(p)}${correctionText(corrected, tested)}`
      }`,
    },
    flip === null
      ? null
      : {
          term: 'Exact sign-flip test',
          text: `${pText(flip)}; with ${seeds(n[0])} it cannot be below ${pNumber(2 / 2 ** n[0])}`,
        },
    effect === null
      ? null
      : {
          term: 'Effect size',
          text: `${effect.toFixed(2)} (${test === 'paired' ? 'd_z' : 'd'} with Hedges’ correction): the difference over its spread`,
        },
    { term: 'Seeds needed', text: seedsText({ comparison, corrected }, tested) },
  ];
  return lines.flatMap((line) => line ?? []);
}

function correctionText(corrected: number | null, tested: number): string {
  if (corrected === null) return `, not counted below ${FEWEST_SEEDS} seeds`;
  return tested > 1
    ? `, corrected for ${tested} comparisons ${pNumber(corrected)}`
    : ', the only comparison: nothing to correct';
}

/** Number of seeds below which the spread itself is hardly known. */
const ROUGH_BELOW = 10;

/** Says how many more seeds it takes if the difference is as large as it looks. */
export function seedsText(
  { comparison, corrected }: Pick<Difference, 'comparison' | 'corrected'>,
  tested: number,
): string {
  const have = Math.min(...comparison.n);
  if (corrected !== null && corrected < SIGNIFICANT) return 'no more: this difference is settled';
  const needed = have < FEWEST_SEEDS ? null : seedsNeeded(comparison, SIGNIFICANT);
  if (needed === null)
    return have < FEWEST_SEEDS
      ? `${FEWEST_SEEDS} at least before anything can be said; there ${have === 1 ? 'is' : 'are'} ${have}`
      : 'cannot be judged without spread';
  const rough = have < ROUGH_BELOW ? `; from ${seeds(have)} that is a rough guess` : '';
  if (needed === Infinity) return `more than 1,000 a scenario, so none worth waiting for${rough}`;
  const goal = '80 % chance of finding a difference of this size at 0.05';
  const alone = more(needed, have);
  // Holm compares the smallest p value with this share, so this many seeds are enough in any case.
  const strict = tested > 1 ? seedsNeeded(comparison, SIGNIFICANT / tested) : null;
  const together =
    strict === null ? '' : `, ${more(strict, have)} with the correction for ${tested} comparisons`;
  return `${alone} for an ${goal}${together}${rough}`;
}

function more(needed: number, have: number): string {
  if (needed === Infinity) return 'more than 1,000';
  return needed > have ? `about ${count(needed - have)} more (${count(needed)} in all)` : 'no more';
}

function seeds(n: number): string {
  return n === 1 ? '1 seed' : `${n} seeds`;
}

function pText(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${pNumber(p)}`;
}

function pNumber(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}
