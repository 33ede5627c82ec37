import { expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../src/experiment/defaults';
import { sampleTrial } from '../../src/experiment/testing';
import type { TrialRecord } from '../../src/experiment/results';
import { groupTrials } from './groups';
import { bandwidthWords, intervalWords, leftOutWords, resolutionWords } from './summaryWords';

const [lower, upper] = DEFAULT_EXPERIMENT.scenarios;
if (!lower || !upper) throw new Error('The default experiment has fewer than two scenarios.');

const slotsOf = (records: readonly (Partial<TrialRecord> | null)[]) =>
  records.map((change, i) => ({
    spec: { scenario: lower, seed: i + 1 },
    key: String(i),
    record: change && sampleTrial({ scenario: lower, seed: i + 1, ...change }),
  }));
const MIXED = slotsOf([
  { accuracy: 0.9 },
  { status: 'diverged', accuracy: null },
  { status: 'cancelled', accuracy: null },
  { accuracy: 0.8 },
  { status: 'diverged', accuracy: null },
  null,
]);

it('averages only what is done, and counts the rest apart', () => {
  const [group, other] = groupTrials(DEFAULT_EXPERIMENT, MIXED);
  expect(group).toMatchObject({
    accuracies: [0.9, 0.8],
    bySeed: [
      { seed: 1, value: 0.9 },
      { seed: 4, value: 0.8 },
    ],
    others: { diverged: 2, failed: 0, cancelled: 1 },
    open: 1,
  });
  expect(group?.summary.mean).toBeCloseTo(0.85, 12);
  expect(other).toMatchObject({ accuracies: [], open: 0 });
});

it('keeps the list of accuracies while no trial of the scenario ends', () => {
  const list = (slots: typeof MIXED) => groupTrials(DEFAULT_EXPERIMENT, slots)[0]?.bySeed;
  const before = list(MIXED);
  expect(list([...MIXED])).toBe(before);
  expect(list(slotsOf([{ accuracy: 0.9 }]))).not.toBe(before);
});

it('tells in words which trials are in no figure, and why', () => {
  expect(leftOutWords(groupTrials(DEFAULT_EXPERIMENT, MIXED))).toBe(
    `Trials in no mean, curve or comparison: ${lower.name}: 2 diverged, 1 cancelled ` +
      '(diverged: the loss was no longer a finite number; cancelled: somebody stopped it).',
  );
  expect(leftOutWords(groupTrials(DEFAULT_EXPERIMENT, slotsOf([{}])))).toBe('');
});

it('tells the resolution', () => {
  const groups = groupTrials(DEFAULT_EXPERIMENT, slotsOf([{ accuracy: 0.9 }, { accuracy: 0.8 }]));
  // sqrt(.85 * .15 / 400) is 0.017854.
  expect(resolutionWords(groups, 400)).toBe(
    'Resolution: one of 400 validation sentences is worth 0.25 points; a single accuracy has a ' +
      'binomial standard error of 1.79 points.',
  );
  expect(resolutionWords(groups, null)).toContain('not known');
  expect(resolutionWords(groupTrials(DEFAULT_EXPERIMENT, []), 400)).toBe('');
});

it('keeps intervals within what an accuracy can be, and tells the bandwidth', () => {
  expect(intervalWords({ from: 0.851, to: 1.02 })).toBe('85.1 to 100.0 %');
  expect(intervalWords({ from: -0.1, to: 0.5 })).toBe('0.0 to 50.0 %');
  expect(bandwidthWords(0.0123, false)).toMatch(/bandwidth 1\.23 points, by Silverman.*scenarios\.$/);
  expect(bandwidthWords(0.0123, true)).toContain('reflected');
});
