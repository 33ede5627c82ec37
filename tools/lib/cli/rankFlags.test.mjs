/** @file What the flags of ranks ask for, and what they refuse; how ranks and a race's table are printed. */
import { describe, expect, it } from 'vitest';
import { readRankFlags } from './rankFlags.mjs';
import { outcomeLines } from './recommendInPage.mjs';
import { progressLine } from './progressBar.mjs';
import { ranksText } from './scoresText.mjs';

/** @param {Record<string, string>} flags */
const read = (flags) => readRankFlags(new Map(Object.entries(flags)));

describe('the flags of ranks', () => {
  it('ask for a budget, the usual one, and an end', () => {
    expect(read({})).toBeNull();
    expect(read({ scores: 'gradient:8', ranks: 'same' })).toEqual({ budget: null, end: 'best' });
    expect(read({ scores: 'plop:8', ranks: '600000', 'ranks-to': 'worst' })).toEqual({
      ...{ budget: 600000, end: 'worst' },
    });
  });

  it.each([
    [{ ranks: 'same' }, '--ranks belongs to --scores'],
    [{ 'ranks-to': 'worst' }, '--ranks-to belongs to --ranks'],
    [{ scores: 'knockout', ranks: '1e6' }, 'not a whole number'],
    [{ scores: 'knockout', ranks: '5', 'ranks-to': 'all' }, 'not one of best, worst'],
  ])('refuse %j', (flags, message) => {
    expect(() => read(/** @type {Record<string, string>} */ (flags))).toThrow(message);
  });
});

it('ranks are printed as a grid, the topmost layer first', () => {
  const scenario = /** @type {import('../../../src/experiment/experiment').LoraScenario} */ ({
    ...{ name: 'ranks', color: '#000000', method: 'lora', rank: 8, alpha: 8, rsLora: false },
    modules: [['query', 'up'], ['down']],
    ranks: [{ rank: 3, modules: [['up'], []] }],
  });
  const text = ranksText({ scenario, parameters: 900, budget: 1000, link: 'http://lab/#a=b' }, 'this score');
  expect(text.split('\n')).toEqual([
    'ranks by this score: 900 of at most 1000 trainable parameters',
    'layer  query  key  value  out   up  down',
    '    2      -    -      -    -    -     8',
    '    1      8    -      -    -    3     -',
    'Address: #a=b',
  ]);
});

it('a race’s table has percent and points as its sentence has, and MCC as a number', () => {
  const candidate = {
    ...{ name: 'up', status: 'left', values: [0.9, 0.91], costs: { memory: 5e7, parameters: 10, time: 2 } },
    standing: { mean: 0.905, surelyWithin: 0.0123, rival: 'up', settledAt: null },
  };
  /** @param {string} measure */
  const row = (measure) =>
    outcomeLines(
      /** @type {import('../../../app/race/raceOutcome').RaceOutcome} */ (
        /** @type {unknown} */ ({
          ...{ asked: { measure }, candidates: [candidate], sentence: '', link: 'http://lab/#' },
          ...{ loraConfig: null, seeds: 0 },
        })
      ),
    )[1];
  expect(row('accuracy')).toContain('90.5 %  1.2 points');
  expect(row('mcc')).toContain('0.905  0.012');
});

it('the bar of a race grows over all its rounds', () => {
  const state = /** @type {import('../../../app/automation').LabState} */ ({
    ...{ phase: 'training', done: 0, total: 10, trialsDone: 1, trialsTotal: 4, secondsLeft: 30 },
    raceShare: 0.5,
  });
  expect(progressLine(state)).toBe(
    '[############------------] 1/4 trials of this round, training 0/10, about 30 s left in it',
  );
  expect(progressLine({ ...state, raceShare: null })).toContain('[######------------------] 1/4 trials, ');
});
