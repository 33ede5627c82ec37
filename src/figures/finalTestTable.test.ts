import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../experiment/defaults';
import { sampleTrial } from '../experiment/testing';
import type { FinalTest } from '../results/finalTest';
import type { TrialRecord } from '../results/results';
import { finalTestTable, formatSource } from './finalTestTable';

const [LORA, OTHER] = DEFAULT_EXPERIMENT.scenarios.map((scenario, i) => ({
  ...scenario,
  name: ['A', 'B'][i] ?? '',
}));
const NOON = '2026-11-29T12:00:00.000Z';
const EVENING = '2026-11-29T18:00:00.000Z';
const trial = (id: string, seed: number, finishedAt = NOON): TrialRecord =>
  sampleTrial({ id, seed, finishedAt });
const test: FinalTest = {
  ...{ of: 'test', rows: 300, measuredAt: '2026-11-29T15:00:00.000Z' },
  trials: [
    { id: 'a1', correct: 286 },
    { id: 'a2', correct: 288 },
    { id: 'b1', correct: 150 },
  ],
};

describe('the table of the final test', () => {
  it('has each scenario’s mean with the score interval of the sentences', () => {
    if (!LORA || !OTHER) throw new Error('The default experiment has two scenarios.');
    const { rows, caption, since } = finalTestTable(
      [
        { scenario: LORA, done: [trial('a1', 1), trial('a2', 2)] },
        { scenario: OTHER, done: [trial('b1', 1)] },
      ],
      test,
    );
    // 287 of 300: the interval is statsmodels', see src/stats/binomialInterval.test.ts.
    expect(rows).toEqual([
      { scenario: LORA, trials: 'seeds 1, 2', accuracy: '95.7\u00a0%', interval: '92.7 to 97.5\u00a0%' },
      { scenario: OTHER, trials: 'seed 1', accuracy: '50.0\u00a0%', interval: '44.4 to 55.6\u00a0%' },
    ]);
    expect(caption).toMatch(/^Measured once, on 29 Nov 2026, on 300 test sentences \(split test\)\./);
    expect(caption).not.toMatch(/Not measured|not shown here/);
    expect(since).toBe('');
  });

  it('names what was no longer kept, what came later, and what is gone', () => {
    if (!LORA || !OTHER) throw new Error('The default experiment has two scenarios.');
    const { rows, caption, since } = finalTestTable(
      [
        { scenario: LORA, done: [trial('a1', 1), trial('x', 2), trial('y', 3, EVENING)] },
        { scenario: OTHER, done: [trial('z', 1, EVENING)] },
      ],
      test,
    );
    expect(rows.map(({ trials }) => trials)).toEqual(['seed 1']);
    expect(caption).toContain('no longer kept: A, seed 2.');
    expect(caption).toContain('2 measured trials are not shown here.');
    expect(since).toBe('Measured before these trials: A, seed 3; B, seed 1.');
  });

  it('says what the sentences are', () => {
    expect([formatSource('test'), formatSource('0.3')]).toEqual([
      'split test',
      '0.3 of the validation sentences',
    ]);
  });
});
