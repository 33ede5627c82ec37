import { describe, expect, it } from 'vitest';
import { allDifferences, differenceAt, type Difference, type Differences } from './differences';
import { cellOf, detailsOf, seedsText, sentenceOf } from './formatDifference';

const seeded = (values: readonly number[]) => values.map((value, i) => ({ seed: i + 1, value }));
const FULL = seeded([0.911, 0.93, 0.912, 0.899, 0.911]);
const EIGHT = seeded([0.874, 0.914, 0.902, 0.9, 0.899]);
const CLASSIFIER = seeded([0.577, 0.611, 0.603, 0.604, 0.573]);

function pairOf(
  matrix: Differences,
  row: number,
  column: number,
): { difference: Difference; turned: boolean } {
  const pair = differenceAt(matrix, { row, column });
  if (!pair) throw new Error(`nothing at ${row}, ${column}`);
  return pair;
}
const only = (a: typeof FULL, b: typeof FULL) => pairOf(allDifferences([a, b], 1000), 0, 1).difference;
const textOf = (difference: Difference, tested: number, term: string) =>
  detailsOf(difference, tested).find((detail) => detail.term === term)?.text;

describe('a cell', () => {
  const matrix = allDifferences([CLASSIFIER, FULL, EIGHT], 1000);
  const cell = (row: number, column: number) => {
    const { difference, turned } = pairOf(matrix, row, column);
    return cellOf(difference, turned);
  };

  it('says row minus column, and the other way round across the diagonal', () => {
    expect(cell(1, 0)).toEqual({
      difference: '+31.9',
      interval: '+29.7 to +34.1',
      word: 'better',
      verdict: 'better',
      side: 'ahead',
    });
    expect(cell(0, 1)).toEqual({
      difference: '−31.9',
      interval: '−34.1 to −29.7',
      word: 'worse',
      verdict: 'better',
      side: 'behind',
    });
    expect(cell(2, 1)).toMatchObject({ difference: '−1.5', interval: '−3.2 to +0.2', word: 'too few seeds' });
  });

  it('has no interval for one seed, and no sign for no difference', () => {
    const one = only(FULL.slice(0, 1), EIGHT);
    expect(cellOf(one, false)).toMatchObject({ interval: 'no interval', word: 'too few seeds' });
    expect(cellOf(only(FULL, FULL), true)).toMatchObject({ difference: '0.0', word: 'a wash' });
  });
});

describe('the sentence', () => {
  it('names the better one first', () => {
    expect(sentenceOf(only(CLASSIFIER, FULL), 'head', 'full')).toBe('full is better than head');
    expect(sentenceOf(only(FULL, EIGHT), 'full', 'r=8')).toBe('full and r=8: too few seeds to tell');
    expect(sentenceOf(only(FULL, FULL), 'a', 'b')).toBe('a and b: a wash');
  });
});

describe('the details', () => {
  it('tell test, correction, effect and seeds', () => {
    const close = only(FULL, EIGHT);
    expect(textOf(close, 3, 'Difference')).toBe(
      '+1.5\u00a0points, 95 % t interval −0.2 to +3.2; sd 1.4\u00a0points over seeds',
    );
    expect(textOf(close, 3, 'Paired t test')).toBe(
      '5 seeds in both; p = 0.076, corrected for 3 comparisons 0.076',
    );
    expect(textOf(close, 3, 'Exact sign-flip test')).toBe('p = 0.125; with 5 seeds it cannot be below 0.063');
    expect(textOf(close, 3, 'Effect size')).toMatch(/^0\.85 \(d_z with Hedges’ correction\)/);
    // statsmodels: TTestPower().solve_power(.8484709, None, alpha, .8) is 12.95 at 0.05 and 17.50 at 0.05 / 3.
    expect(textOf(close, 3, 'Seeds needed')).toBe(
      'about 8 more (13 in all) for an 80 % chance of finding a difference of this size at 0.05, ' +
        'about 13 more (18 in all) with the correction for 3 comparisons; from 5 seeds that is a rough guess',
    );
  });

  it('tell what two groups without common seeds are compared by, and what is left out of pairs', () => {
    const otherTab = EIGHT.map(({ seed, value }) => ({ seed: seed + 100, value }));
    expect(textOf(only(FULL, otherTab), 1, 'Welch’s t test')).toMatch(
      /^5 and 5 trials; p = 0\.\d+, the only/,
    );
    expect(textOf(only(FULL, EIGHT.slice(1)), 1, 'Paired t test')).toMatch(
      /^4 seeds in both; 1 with a seed of one side only left out; p = /,
    );
  });

  it('do not promise more than there is', () => {
    expect(seedsText(only(FULL, CLASSIFIER), 1)).toBe('no more: this difference is settled');
    const two = only(FULL.slice(0, 2), EIGHT.slice(0, 2));
    expect(seedsText(two, 0)).toBe('3 at least before anything can be said; there are 2');
    expect(textOf(two, 0, 'Paired t test')).toContain('not counted below 3 seeds');
    expect(seedsText(only(FULL, FULL), 1)).toBe('cannot be judged without spread');
    expect(textOf(only(FULL, FULL), 1, 'Paired t test')).toContain('no spread to test against');
    const mirrored = only(seeded([0.9, 0.8, 0.9, 0.8001]), seeded([0.8, 0.9, 0.8, 0.9]));
    expect(seedsText(mirrored, 1)).toMatch(/^more than 1,000 a scenario/);
  });
});
