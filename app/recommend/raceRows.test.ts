/** @file The rows of a race's table, and why it stands still. */
import { describe, expect, it } from 'vitest';
import { lora, presetModules } from '../../src/experiment/presets';
import { NO_LIMITS } from '../../src/race/costs';
import type { Candidate } from '../../src/race/race';
import { raceReport } from '../../src/race/report';
import type { RaceState } from '../../src/stats/elimination/race';
import { endWords } from './endWords';
import { raceRows } from './raceRows';

const candidate = (name: string, values: readonly number[], change: Partial<Candidate> = {}): Candidate => ({
  ...{ scenario: { ...lora(name, presetModules('all', 2), 4), color: '#000000' }, values, over: null },
  ...{ costs: { memory: 20e6, parameters: 1234, time: null }, ...change },
});
const CANDIDATES = [
  candidate('bad', [0.5, 0.5, 0.5]),
  candidate('good', [0.9, 0.9, 0.9]),
  candidate('broken', []),
  candidate('better', [0.91, 0.91, 0.91], { costs: { memory: 40e6, parameters: 9999, time: 61 } }),
  candidate('huge', [], { over: 'memory' }),
];
const STANDING = { rival: 1, settledAt: null };
const STATE: RaceState = {
  ...{ seeds: 3, left: [1, 3], failed: [2], next: 5, end: null },
  dropped: [{ entrant: 0, by: 3, seeds: 3, difference: 0.41, atLeast: 0.2 }],
  standings: [
    { entrant: 1, mean: 0.9, behind: 0.015, ...STANDING },
    { entrant: 3, mean: 0.91, behind: 0.004, ...STANDING },
  ],
};
const reportOf = (state: Partial<RaceState>, delta = 0.01) =>
  raceReport({
    asked: {
      ...{ measure: 'accuracy', cheap: 'memory', limits: NO_LIMITS },
      candidates: 'own',
      delta,
      budget: null,
    },
    ...{ candidates: CANDIDATES, state: { ...STATE, ...state }, stopped: null },
  });
const notes = (...of: Parameters<typeof raceRows>) =>
  raceRows(...of).map(({ name, note }) => `${name}: ${note}`.replaceAll('\u00a0', ' '));

describe('the rows', () => {
  it('begin with the best of those still in, and say of the others why they are not', () => {
    expect(notes(reportOf({}), false)).toEqual([
      'better: surely good enough',
      'good: in the race',
      'bad: out after 3 seeds: “better” was 41.0 points better, surely 20.0 points or more',
      'broken: out: a trial of it diverged or failed',
      'huge: takes no part: takes too much memory',
    ]);
  });

  it('name the recommended one at the end, and whether that is sure', () => {
    expect(notes(reportOf({ next: null, end: 'seeds used' }), true).slice(0, 2)).toEqual([
      'better: recommended: surely good enough',
      'good: may be as good',
    ]);
    // With a larger difference that matters the cheaper one is good enough; with a smaller one none is surely.
    expect(notes(reportOf({}, 0.02), true)[1]).toBe('good: recommended: surely good enough');
    expect(notes(reportOf({}, 0.001), true)[0]).toBe('better: looks good enough; not sure yet');
    expect(raceRows(reportOf({}), false).some(({ isRecommended }) => isRecommended)).toBe(false);
  });

  it('have figures where there are any, and the bound as a part of four differences that matter', () => {
    const [better, good, bad, broken] = raceRows(reportOf({}), false);
    expect(better).toMatchObject({ seeds: 3, mean: '91.0\u00a0%', isOut: false });
    expect(better?.costs).toEqual({ memory: '40.0\u00a0MB', parameters: '9,999', time: '1\u00a0min' });
    expect(better?.behind).toEqual({ text: '0.4\u00a0points', share: 0.1, isWithin: true });
    expect(good?.behind).toMatchObject({ share: 0.375, isWithin: false });
    expect(bad).toMatchObject({ behind: null, isOut: true });
    expect(broken).toMatchObject({ mean: null, seeds: 0, costs: { time: null } });
  });
});

it('a race says why it stands still', () => {
  expect(endWords({ state: STATE, stopped: 'cancelled' })).toContain('Cancelled. What ran is kept');
  expect(endWords({ state: STATE, stopped: 'budget' })).toContain('time for the race is up');
  expect(endWords({ state: { ...STATE, end: 'alike' }, stopped: null })).toContain(
    'differ by less than matters',
  );
});
