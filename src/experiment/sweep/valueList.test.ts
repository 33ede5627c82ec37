import { describe, expect, it } from 'vitest';
import { RULES } from '../address/rules';
import { parseAlphas, parseValues } from './valueList';

const ranks = (text: string) => parseValues(RULES.rank, text);
const rates = (text: string) => parseValues(RULES.learningRate, text);

describe('parseValues', () => {
  it.each([
    ['1, 2, 4, 8', [1, 2, 4, 8]],
    ['1 2 4 8', [1, 2, 4, 8]],
    [' 8;4,,1 ', [8, 4, 1]],
    ['4, 4, 1, 4', [4, 1]],
    ['', []],
    ['1..5', [1, 2, 3, 4, 5]],
    ['1..32 x2', [1, 2, 4, 8, 16, 32]],
    ['1..30x2, 3 .. 9 + 3', [1, 2, 4, 8, 16, 3, 6, 9]],
    ['8..8', [8]],
  ])('reads ranks %j', (text, values) => {
    expect(ranks(text)).toEqual({ values });
  });

  it.each([
    ['1e-3, 4e-3', [1e-3, 4e-3]],
    ['1e-4..1e-1 x10', [1e-4, 1e-3, 1e-2, 1e-1]],
    ['0.1..0.4 +0.1', [0.1, 0.2, 0.3, 0.4]],
    ['.5 1..1e+1 x10', [0.5, 1, 10]],
  ])('reads rates %j', (text, values) => {
    expect(rates(text)).toEqual({ values });
  });

  it.each([
    [ranks('1, 0'), 'Rank must be a whole number from 1 to 1024, not "0".'],
    [ranks('1.5'), 'Rank must be a whole number from 1 to 1024, not "1.5".'],
    [ranks('0..4'), 'Rank must be a whole number from 1 to 1024, not "0".'],
    [ranks('1..4 x1.5'), 'Rank must be a whole number from 1 to 1024, not 1.5 of "1..4x1.5".'],
    [ranks('8..1'), 'Rank: "8..1" goes down; write the smaller number first.'],
    [
      ranks('1..8 x1'),
      'Rank: "1..8x1" goes nowhere; multiply by more than 1 from above 0, or add more than 0.',
    ],
    [ranks('1..1024'), 'Rank: these are more than 64 values; write fewer.'],
    [ranks('many'), 'Rank must be a whole number from 1 to 1024, not "many".'],
    [rates('0,001'), 'Learning rate must be a number above 0, at most 10, not "0".'],
    [rates('0.1..1'), 'Learning rate: "0.1..1" has no step; write e.g. 0.1..1 x2.'],
    [
      rates('1..5e0 +0'),
      'Learning rate: "1..5e0+0" goes nowhere; multiply by more than 1 from above 0, or add more than 0.',
    ],
  ])('refuses %#', (list, message) => {
    expect(list).toEqual({ message });
  });
});

describe('parseAlphas', () => {
  it('reads numbers, ranges and multiples of the rank, each once', () => {
    expect(parseAlphas('r, 2r, 0.5*r 1r 16 8..16 x2')).toEqual({
      values: [{ timesRank: 1 }, { timesRank: 2 }, { timesRank: 0.5 }, { alpha: 16 }, { alpha: 8 }],
    });
  });
  it.each([
    ['xr', 'Alpha: "xr" is no multiple of the rank; write r or 2r.'],
    ['0r', 'Alpha: "0r" is no multiple of the rank; write r or 2r.'],
    ['-1', 'Alpha must be r, 2r or a number above 0, at most 10000, not "-1".'],
  ])('refuses %j', (text, message) => {
    expect(parseAlphas(text)).toEqual({ message });
  });
});
