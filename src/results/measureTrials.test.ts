import { expect, it } from 'vitest';
import { sampleTrial } from '../experiment/testing';
import { readCorrect } from './classified';
import type { TrialRecord } from './results';
import { measureTrials, sentenceHits } from './measureTrials';
import { measuredAs, tenRows } from './testing';

const trial = (right: number, change: Partial<TrialRecord> = {}) =>
  ({ ...sampleTrial({ ...tenRows(right), ...change }), accuracy: right / 10 }) as const;

it('gives each seed its value and the sentences behind it, decoded once', () => {
  const [seven, older] = [trial(7, { seed: 4 }), { ...sampleTrial({ seed: 5 }), accuracy: 0.9 }];
  const { bySeed, measured, values } = measureTrials([seven, older], 'accuracy');
  const [first, second] = bySeed;
  expect([measured, values]).toEqual([
    [seven, older],
    [0.7, 0.9],
  ]);
  expect(first).toMatchObject({ seed: 4, value: 0.7, sentences: { hits: readCorrect(seven) } });
  expect(second).toEqual({ seed: 5, value: 0.9, sentences: null });
  expect(sentenceHits(seven)).toBe(sentenceHits(seven));
});

it('tells rows of another identity or number apart', () => {
  const fewer = sampleTrial(measuredAs([0, 1], [0, 0]));
  const others = trial(7, { validationId: 'f'.repeat(32) });
  const ids = [trial(7), trial(3), fewer, others].map((one) => sentenceHits(one)?.id);
  expect(ids[0]).toBe(ids[1]);
  expect(new Set(ids).size).toBe(3);
});

it('averages the copies of a seed, and gives nothing where they were measured on different rows', () => {
  const [six, eight] = [trial(6), trial(8)];
  const pooled = (copies: readonly TrialRecord[]) => sentenceHits({ ...sampleTrial(), copies });
  expect(Array.from(pooled([six, eight])?.hits ?? [])).toEqual([1, 1, 1, 1, 1, 1, 0.5, 0.5, 0, 0]);
  expect(pooled([six, sampleTrial()])).toBeNull();
  expect(pooled([six, trial(8, { validationId: 'f'.repeat(32) })])).toBeNull();
});
