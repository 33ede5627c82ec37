/** @file Trials of one scenario in words. */
import { expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../src/experiment/defaults';
import { listTrials } from '../../../src/experiment/experiment';
import { formatSeeds, formatTrials } from './formatTrials';

it.each([
  [[4], 'seed 4'],
  [[1, 2], 'seeds 1 and 2'],
  [[1, 2, 3], 'seeds 1 to 3'],
  [[1, 3, 4], 'seeds 1, 3 and 4'],
])('names %j', (seeds, words) => {
  expect(formatSeeds(seeds)).toBe(words);
});

it('names the scenario of a trial, and of a company', () => {
  const lower = listTrials(DEFAULT_EXPERIMENT).filter(({ scenario }) => scenario.name === 'lower');
  expect(formatTrials(lower.slice(0, 1))).toBe('trial of “lower”, seed 1');
  expect(formatTrials(lower)).toBe('trials of “lower”, seeds 1 and 2');
});
