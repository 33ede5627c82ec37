import { describe, expect, it } from 'vitest';
import {
  allDifferences,
  differenceAt,
  type Difference,
  type Differences,
  type JudgingRules,
} from './differences';
import { cellOf, detailsOf, formatLevel, sentenceOf } from './formatDifference';
import { planLooks } from './looks';

const seeded = (values: readonly number[]) => values.map((value, i) => ({ seed: i + 1, value }));
const FULL = seeded([0.911, 0.93, 0.912, 0.899, 0.911]);
const EIGHT = seeded([0.874, 0.914, 0.902, 0.9, 0.899]);
const CLASSIFIER = seeded([0.577, 0.611, 0.603, 0.604, 0.573]);
const RULES: JudgingRules = { plan: planLooks(5, 'growing'), firstSeed: 1, delta: 0.01, rows: 1000 };

const judged = (lists: readonly (typeof FULL)[], rules = RULES): Differences =>
  allDifferences(
    lists.map((values) => ({ values, ended: values.length })),
    rules,
  );
function pairOf(matrix: Differences, row: number, column: number) {
  const pair = differenceAt(matrix, { row, column });
  if (!pair) throw new Error(`nothing at ${row}, ${column}`);
  return pair;
}
const only = (a: typeof FULL, b: typeof FULL, rules = RULES): Difference =>
  pairOf(judged([a, b], rules), 0, 1).difference;
function textOf(a: typeof FULL, b: typeof FULL, term: string, { tested = 1, rules = RULES } = {}) {
  return detailsOf(only(a, b, rules), { tested, rules }).find((detail) => detail.term === term)?.text;
}

describe('a cell', () => {
  const matrix = judged([CLASSIFIER, FULL, EIGHT]);
  const cell = (row: number, column: number) => {
    const { difference, turned } = pairOf(matrix, row, column);
    return cellOf(difference, turned, RULES);
  };

  it('says row minus column, and the other way round across the diagonal', () => {
    const common = { verdict: 'better', isSlight: false };
    expect(cell(1, 0)).toEqual({
      ...{ difference: '+31.9', interval: '+29.7 to +34.1', word: 'better', side: 'ahead' },
      ...common,
    });
    expect(cell(0, 1)).toEqual({
      ...{ difference: '−31.9', interval: '−34.1 to −29.7', word: 'worse', side: 'behind' },
      ...common,
    });
    expect(cell(2, 1)).toMatchObject({ difference: '−1.5', interval: '−3.2 to +0.2', word: 'open' });
  });

  it('has no interval for one seed, and no sign for no difference', () => {
    const one = only(FULL.slice(0, 1), EIGHT.slice(0, 1));
    expect(cellOf(one, false, RULES)).toMatchObject({ interval: 'no interval', word: 'open' });
    expect(cellOf(only(FULL, FULL), true, RULES)).toMatchObject({ difference: '0.0', word: 'a wash' });
  });
});

describe('the sentence', () => {
  it('names the better one first, and claims nothing of new sentences without each trial’s hits', () => {
    const words = (pair: Difference, a: string, b: string, rules = RULES) => sentenceOf(pair, a, b, rules);
    expect(words(only(CLASSIFIER, FULL), 'head', 'full')).toBe('full is better than head on these sentences');
    expect(words(only(FULL, EIGHT), 'full', 'r=8')).toBe(
      'full and r=8: open; any difference is below 2.9\u00a0points, more seeds would help',
    );
    expect(words(only(FULL, FULL), 'a', 'b')).toBe('a and b: a wash, within 1\u00a0point on these sentences');
    const wide = { ...RULES, delta: 0.4 };
    expect(words(only(FULL, CLASSIFIER, wide), 'full', 'head', wide)).toBe(
      'full is better than head on these sentences, but by less than you care about (40\u00a0points)',
    );
  });

  it('rounds what a difference is below upwards, so that it is true, and not the delta that was missed', () => {
    const below = (bound: number, rules = RULES) =>
      sentenceOf({ ...only(FULL, EIGHT), bound }, 'a', 'b', rules);
    expect(below(0.0102)).toContain('below 1.1\u00a0points');
    expect(below(0.011)).toContain('below 1.1\u00a0points');
    expect(below(0.0102, { ...RULES, measure: 'mcc' })).toContain('below 0.011,');
  });

  it('speaks of new sentences where it is known which ones each trial got right', () => {
    const withHits = (right: number) =>
      seeded([1, 2, 3, 4, 5]).map(({ seed }) => {
        // The better scenario varies a little from seed to seed.
        const found = right + (right > 150 ? seed % 3 : 0);
        const hits = Array.from({ length: 200 }, (_, v) => Number((v * 7 + seed) % 200 < found));
        return { seed, value: found / 200, sentences: { id: 'v', hits } };
      });
    const pair = only(withHits(190), withHits(100));
    expect(pair.comparison.coversSentences).toBe(true);
    expect(sentenceOf(pair, 'a', 'b', RULES)).toBe('a is better than b on new sentences');
  });

  it('says why nothing is judged yet', () => {
    const two = only(FULL.slice(0, 2), EIGHT.slice(0, 2));
    expect(sentenceOf(two, 'a', 'b', RULES)).toBe('a and b: open until the first look');
    const short = { ...RULES, plan: planLooks(3, 'growing') };
    const pair = only(FULL.slice(0, 3), EIGHT.slice(0, 3), short);
    expect(sentenceOf(pair, 'a', 'b', short)).toBe('a and b: open; verdicts take 5 seeds');
  });
});

describe('the details', () => {
  it('tell test, correction, effect and seeds', () => {
    const tested = { tested: 3 };
    expect(textOf(FULL, EIGHT, 'Difference', tested)).toBe(
      '+1.5\u00a0points, 95 % interval −0.2 to +3.2; sd 1.4\u00a0points over seeds',
    );
    expect(textOf(FULL, EIGHT, 'It holds for', tested)).toMatch(/^new seeds on these validation sentences/);
    expect(textOf(FULL, EIGHT, 'Paired t test', tested)).toBe(
      '5 seeds in both; p = 0.076, corrected for 3 comparisons 0.076',
    );
    expect(textOf(FULL, EIGHT, 'Exact sign-flip test', tested)).toBe(
      'p = 0.125; with 5 seeds it cannot be below 0.063',
    );
    expect(textOf(FULL, EIGHT, 'Effect size', tested)).toMatch(/^0\.85 \(d_z with Hedges’ correction\)/);
    expect(textOf(FULL, EIGHT, 'Looks', tested)).toBe('look 1 of 1, at 5 seeds; it was the last');
  });

  it('plan for the difference that matters, not for the one seen', () => {
    // The sd of 1.37 points may be 2.13; statsmodels needs 39 pairs for 1 point.
    expect(textOf(FULL, EIGHT, 'Seeds needed')).toBe(
      'about 34 more (39 in all) for an 80 % chance of finding a difference of 1\u00a0point; from 5 seeds that is a cautious guess',
    );
    expect(textOf(FULL, CLASSIFIER, 'Seeds needed')).toBe('no more: the verdict is there');
  });

  it('do not take a difference for small that no look has been taken at', () => {
    const wide = { ...RULES, delta: 0.2 };
    expect(textOf(FULL.slice(0, 4), CLASSIFIER.slice(0, 4), 'Seeds needed', { rules: wide })).toMatch(
      /^about 1 more \(5 in all\) for an 80 % chance/,
    );
    const late = { ...wide, plan: planLooks(20, 'end') };
    expect(textOf(FULL, CLASSIFIER, 'Seeds needed', { rules: late })).toMatch(
      /^no more for .* of 20\u00a0points, but the look is still to come; from 5 seeds/,
    );
  });

  it('ask for more sentences where these alone hide what matters, even if seeds are the larger part now', () => {
    const pair = only(FULL, EIGHT);
    const needed = (part: number) => {
      const error = pair.comparison.error && {
        ...pair.comparison.error,
        sentences: part * pair.comparison.error.seeds,
      };
      const all = detailsOf(
        { ...pair, comparison: { ...pair.comparison, error } },
        { tested: 1, rules: RULES },
      );
      return all.find(({ term }) => term === 'Seeds needed')?.text;
    };
    // The error is 3.7e-5 from seeds; sentences alone hide one point from (0.01 / 2.80)^2 = 1.27e-5 on.
    expect(needed(0.9)).toMatch(/^no number of seeds gives .* it takes more validation sentences$/);
    expect(needed(0.3)).toMatch(/^(about|more than)/);
  });

  it('tell what two groups without common seeds are compared by, and what is shared in part', () => {
    const otherTab = EIGHT.map(({ seed, value }) => ({ seed: seed + 100, value }));
    const once = { rules: { ...RULES, plan: null } };
    expect(textOf(FULL, otherTab, 'Welch’s t test', once)).toMatch(/^5 and 5 seeds; p = 0\.\d+, the only/);
    expect(textOf(FULL, EIGHT.slice(1), 'Partially overlapping t test')).toMatch(
      /^5 and 4 seeds, 4 of them in both; p = 0\.\d+, not judged yet: a verdict takes a look and 5 seeds$/,
    );
    expect(textOf(FULL, otherTab, 'Looks', once)).toBe('one look, at all that there is');
  });

  it('do not promise more than there is', () => {
    const [two, other] = [FULL.slice(0, 2), EIGHT.slice(0, 2)];
    expect(textOf(two, other, 'Looks')).toBe('the first comes at 5 seeds; 2 so far');
    expect(textOf(two, other, 'Paired t test')).toContain('not judged yet');
    expect(textOf(two.slice(1), other.slice(1), 'It holds for')).toMatch(/^nothing yet/);
    const short = { rules: { ...RULES, plan: planLooks(3, 'growing') } };
    expect(textOf(two, other, 'Looks', short)).toBe('none: verdicts take 5 seeds, and fewer are planned');
    const mirrored = [seeded([0.9, 0.5, 0.9, 0.5]), seeded([0.5, 0.9, 0.5, 0.9])] as const;
    expect(textOf(...mirrored, 'Seeds needed')).toMatch(/^more than 1,000 a scenario/);
  });

  it('tell the looks of a plan, and what its level makes of the interval', () => {
    const rules = { ...RULES, plan: planLooks(20, 'growing') };
    expect(textOf(FULL, CLASSIFIER, 'Looks', { rules })).toBe(
      'look 1 of 6, at 5 seeds, each at the level 0.0142; the next comes at 8 seeds',
    );
    expect(textOf(FULL, CLASSIFIER, 'Difference', { rules })).toContain('95 % interval over 6 looks');
    expect(formatLevel({ plan: null })).toBe('95 % interval');
  });

  it('tell how often a new run of one would be ahead of one of the other', () => {
    // Of 25 pairs of trials, 23 are won by the first and one is a tie.
    const term = 'A new run of each';
    expect(textOf(FULL, EIGHT, term)).toMatch(
      /^the first is ahead of the second in \d\d\u00a0% of all pairs of trials/,
    );
    expect(textOf(FULL, CLASSIFIER, term)).toContain('in 100\u00a0% of');
    expect(textOf(CLASSIFIER, FULL, term)).toContain('in 0\u00a0% of');
  });

  it('are in the units of the measure, and claim nothing of new sentences where it is no mean over them', () => {
    const rules = { ...RULES, measure: 'mcc' } as const;
    expect(cellOf(only(FULL, EIGHT, rules), false, rules)).toMatchObject({
      ...{ difference: '+0.015', interval: '−0.002 to +0.032' },
    });
    expect(textOf(FULL, EIGHT, 'Difference', { rules })).toBe(
      '+0.015\u00a0units of MCC, 95 % interval −0.002 to +0.032; sd 0.014 over seeds',
    );
    expect(textOf(FULL, EIGHT, 'It holds for', { rules })).toBe(
      'new seeds on these validation sentences; the MCC is no mean over sentences, which could be compared one by one',
    );
    expect(textOf(FULL, EIGHT, 'Seeds needed', { rules })).toContain('a difference of 0.01 of MCC');
  });
});
