import { expect, it } from 'vitest';
import { scoresOf } from '../../scores/moduleScores';
import { formatRanked, formatScoreValue, heatOf } from './scoreHeat';

const scored = (values: readonly number[]) => scoresOf(1, [[Float64Array.from(values)]]);

it('colours by the logarithm, or by the value where one is not positive', () => {
  const heat = heatOf(scored([1, 10, 100, 1000, 10_000, 100]));
  for (const [i, wanted] of [0, 0.25, 0.5, 0.75, 1, 0.5].entries()) expect(heat[i]).toBeCloseTo(wanted, 12);
  expect(heatOf(scored([-1, 0, 1, 3, 1, 1]))).toEqual([0, 0.25, 0.5, 1, 0.5, 0.5]);
  expect(heatOf(scored([2, 2, 2, 2, 2, 2]))).toEqual(new Array(6).fill(0.5));
});

it('writes values and ranks, equal ones with the same rank', () => {
  expect([0, 0.00123456, 12.345, 123456, 1.23456e-8, -0.5].map(formatScoreValue)).toEqual([
    ...['0', '0.00123', '12.3', '1.23e+5', '1.23e-8', '-0.5'],
  ]);
  const scores = scored([1, 4, 4, 2, 3, 0]);
  expect(scores.map((score) => formatRanked(score, scores))).toEqual([
    ...['1, 5 of 6', '4, 1 of 6', '4, 1 of 6', '2, 4 of 6', '3, 3 of 6', '0, 6 of 6'],
  ]);
});
