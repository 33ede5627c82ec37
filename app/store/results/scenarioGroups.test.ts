import { expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../src/experiment/defaults';
import type { Measure } from '../../../src/experiment/experiment';
import { tenRows } from '../../../src/results/testing';
import { sampleTrial } from '../../../src/experiment/testing';
import type { TrialRecord } from '../../../src/results/results';
import { groupTrials } from './scenarioGroups';

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

it('counts how far the seeds have ended: a diverged trial has, and a cancelled one can still go on', () => {
  const ended = (slots: typeof MIXED) => groupTrials(DEFAULT_EXPERIMENT, slots)[0]?.ended;
  expect(ended(MIXED)).toBe(2);
  expect(ended(MIXED.toReversed())).toBe(2);
  const failed = { status: 'failed', accuracy: null } as const;
  expect(ended(slotsOf([{ accuracy: 0.9 }, failed, { accuracy: 0.8 }, null, { accuracy: 0.8 }]))).toBe(3);
  expect(ended(slotsOf([{ accuracy: 0.9 }]))).toBe(1);
});

it('keeps the list of accuracies while no trial of the scenario ends', () => {
  const list = (slots: typeof MIXED) => groupTrials(DEFAULT_EXPERIMENT, slots)[0]?.bySeed;
  const before = list(MIXED);
  expect(list([...MIXED])).toBe(before);
  expect(list(slotsOf([{ accuracy: 0.9 }]))).not.toBe(before);
});

it('has values by the measure of the experiment, and keeps those of several measures apart', () => {
  const slots = slotsOf([tenRows(8), { accuracy: 0.9 }]);
  const by = (measure: Measure) =>
    groupTrials({ ...DEFAULT_EXPERIMENT, judging: { ...DEFAULT_EXPERIMENT.judging, measure } }, slots)[0];
  const [accuracy, mcc] = [by('accuracy'), by('mcc')];
  expect(accuracy?.values).toEqual([0.8, 0.9]);
  expect(accuracy?.bySeed[0]?.sentences).not.toBeNull();
  expect(mcc).toMatchObject({ accuracies: [0.8, 0.9], measured: [{ seed: 1 }], summary: { n: 1 } });
  expect(mcc?.values[0]).toBeCloseTo(0.6, 9);
  // Only an accuracy is a mean over sentences.
  expect(mcc?.bySeed[0]?.sentences).toBeNull();
  expect([by('accuracy')?.bySeed, by('mcc')?.bySeed]).toEqual([accuracy?.bySeed, mcc?.bySeed]);
  expect(by('mcc')?.bySeed).toBe(mcc?.bySeed);
  expect(by('accuracy')?.bySeed).toBe(accuracy?.bySeed);
});
