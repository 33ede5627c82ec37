/** @file What the flags of scores and of judging them ask for and refuse, and how agreement and verdicts are printed. */
import { describe, expect, it } from 'vitest';
import { MOST_DRAWS as MOST_RECOGNISED, DEFAULT_DRAWS } from '../../../src/scores/judging/choices';
import { parseScore, SCORE_TEXT } from '../../../src/scores/scoreRequest';
import { verdictsWritten } from './judgeInPage.mjs';
import { checkScores, MOST_DRAWS, readScoreFlags } from './scoreFlags.mjs';
import { scoreDocument, scoresDocument } from './scoreInPage.mjs';
import { agreementText, judgingText, verdictsText } from './scoresText.mjs';

/** @param {Record<string, string>} values @param {string[]} switches */
const read = (values, switches = []) =>
  readScoreFlags({ values: new Map(Object.entries(values)), switches: new Set(switches) });

describe('the flags of scores', () => {
  it('ask for several, and for judging them', () => {
    expect(read({ judgement: '6' })).toBeNull();
    expect(read({ scores: 'gradient:8' })).toEqual({
      ...{ requests: ['gradient:8'], judge: null, scoresOut: null },
    });
    expect(read({ scores: 'gradient:8, knockout', judge: '6,12', 'scores-out': 'a.json' })).toEqual({
      requests: ['gradient:8', 'knockout'],
      judge: { counts: [6, 12], draws: DEFAULT_DRAWS },
      scoresOut: 'a.json',
    });
    expect(read({ scores: 'plop:8', judge: '6', draws: '10' })?.judge?.draws).toBe(MOST_RECOGNISED);
    expect(MOST_DRAWS).toBe(MOST_RECOGNISED);
  });

  it.each([
    [{ judge: '6' }, '--judge belongs to --scores'],
    [{ scores: 'plop:8', draws: '3' }, '--draws belongs to --judge'],
    [{ scores: 'plop:8', 'scores-out': 'a' }, '--scores-out belongs to --judge'],
    [{ scores: 'plop:8,plop:4' }, '--scores names plop twice'],
    [{ scores: 'plop:8', judge: '6.5' }, '--judge is "6.5", not a whole number of modules'],
    [{ scores: 'plop:8', judge: '6,' }, '--judge is "6,", not a whole number of modules'],
    [{ scores: 'plop:8', judge: '0' }, '--judge is "0", not a whole number of modules'],
    [{ scores: 'plop:8', judge: '6,12,6' }, '--judge names 6 twice'],
    [{ scores: 'plop:8', judge: '6', draws: '11' }, '--draws is "11", not a whole number from 1 to 10'],
    [{ scores: 'plop:8', judge: '6', draws: '0' }, '--draws is "0"'],
    [{ judge: '6', recommend: 'accuracy' }, 'does not go together with --recommend'],
    [{ scores: 'plop:8', judge: '6', equal: 'memory' }, 'does not go together with --equal'],
  ])('refuse %j', (values, message) => {
    expect(() => read(/** @type {Record<string, string>} */ (values))).toThrow(message);
  });

  it('refuse judging beside tuned rates, and what is no score', () => {
    expect(() => read({ scores: 'plop:8', judge: '6' }, ['tune-rates'])).toThrow('--tune-rates');
    const lab = { parseScore, SCORE_TEXT };
    expect(() => checkScores(lab, ['knockout', 'adalora:64'])).not.toThrow();
    expect(() => checkScores(lab, ['gradient:0'])).toThrow('--scores is "gradient:0", not gradient:N');
    expect(() => checkScores(lab, ['knockout', 'plop'])).toThrow('--scores has "plop", not gradient:N');
  });
});

it('agreement has two digits, and a dash where it is not defined', () => {
  const text = agreementText([
    { scores: ['gradient', 'PLoP'], spearman: -0.3079, modules: 72 },
    { scores: ['gradient', 'knock-out'], spearman: null, modules: 1 },
  ]);
  expect(text.split('\n')).toEqual([
    'scores               Spearman  modules',
    'gradient, PLoP       -0.31     72',
    'gradient, knock-out  -         1',
  ]);
});

it('what judging adds is told with ranks, and with what would bring sizes closer', () => {
  const best = { name: 'gradient: 2 best', rank: 3, isThere: false, deviation: 0.02 };
  const draw = { name: '2 at random, draw 1', rank: 2, isThere: true, deviation: -0.25 };
  const text = judgingText({
    sets: [
      { request: 'gradient:8', count: 2, scenarios: [best, draw] },
      { request: 'plop:8', count: 1, scenarios: [{ ...draw, deviation: 0 }] },
    ],
    note: 'Few seeds.',
  });
  expect(text.split('\n')).toEqual([
    'gradient:8, 2 modules: adds gradient: 2 best (r=3). The adapters’ parameters of all 2 are within 25.0 % of the ' +
      'same number; a larger rank brings them closer.',
    'plop:8, 1 module: adds none, all are there. Its adapters’ parameters are within 0.0 % of the same number.',
    'Few seeds.',
  ]);
});

/** @type {import('../../../app/automationJudging').VerdictsTold} */
const VERDICTS = {
  sentences: ['On this model and data the gradient score chose better than chance: … by 2.0\u00a0points.'],
  ...{ head: 'Accuracy, points', level: '95 % interval', tested: 3 },
  rows: [
    {
      ...{ score: 'gradient', pair: 'bestToChance', name: '6 best against chance' },
      ...{ difference: '+2.0', interval: '+1.0 to +3.0', word: 'better' },
    },
    {
      ...{ score: 'gradient', pair: 'bestToWorst', name: '6 best against 6 worst' },
      ...{ difference: '–', interval: '–', word: 'no trials yet' },
    },
  ],
  chance: ['Chance is the mean of 3 draws of 6 modules: 81.2 %, 82.0 %, 83.1 %.'],
  table: { columns: ['score', 'modules', 'pHolm'], rows: [['gradient', 6, 0.01]] },
};

it('verdicts are a table, what chance is made of, and a sentence', () => {
  expect(verdictsText(VERDICTS).split('\n')).toEqual([
    'score                             Accuracy, points  95 % interval  verdict',
    'gradient: 6 best against chance   +2.0              +1.0 to +3.0   better',
    'gradient: 6 best against 6 worst  –                 –              no trials yet',
    'Chance is the mean of 3 draws of 6 modules: 81.2 %, 82.0 %, 83.1 %.',
    'Corrected for the 3 comparisons of this table (Holm).',
    '',
    'On this model and data the gradient score chose better than chance: … by 2.0 points.',
  ]);
  expect(verdictsText({ ...VERDICTS, tested: 1 })).not.toContain('Corrected');
});

it('verdicts are written by the names of the table’s columns', () => {
  expect(verdictsWritten(VERDICTS)).toEqual({
    ...{ sentences: VERDICTS.sentences, chance: VERDICTS.chance },
    comparisons: [{ score: 'gradient', modules: 6, pHolm: 0.01 }],
  });
});

it('one score is written by itself, and several in a list; groups and ranks only if there are some', () => {
  const gradient = { request: 'gradient:8', modules: [], groups: [], ranks: null };
  const group = { group: 1, value: 2, acrossBatches: null, acrossSeeds: null };
  const knockout = { ...gradient, request: 'knockout', groups: [group] };
  expect(scoreDocument('E', gradient)).toEqual({ score: 'gradient:8', experiment: 'E', scores: [] });
  expect(scoresDocument('E', { scored: [gradient, knockout], agreements: [] })).toEqual({
    experiment: 'E',
    scores: [
      { score: 'gradient:8', scores: [] },
      { score: 'knockout', scores: [], groups: [group] },
    ],
    agreement: [],
  });
});
