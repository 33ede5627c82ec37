/** @file Candidates, limits, and what a race recommends in which words. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../experiment/defaults';
import { lora, presetModules } from '../experiment/presets';
import type { Scenario } from '../experiment/experiment';
import { validateExperiment } from '../experiment/validate';
import type { RaceState, Standing } from '../stats/elimination/race';
import { CANDIDATE_SETS, raceCandidates } from './candidates';
import { NO_LIMITS, overLimit } from './costs';
import { raceShare } from './progress';
import type { Candidate, RaceAsked } from './race';
import { candidateEntries, raceReport } from './report';
import { withinTime } from './withinTime';

describe('the candidates', () => {
  it.each(CANDIDATE_SETS)('of the %s list can be run: valid, with names of their own', (set) => {
    for (const layers of [1, 6, 12]) {
      const scenarios = raceCandidates({ scenarios: [] }, layers, set);
      if (set === 'own') expect(scenarios).toEqual([]);
      else expect(validateExperiment({ ...DEFAULT_EXPERIMENT, scenarios })).toEqual([]);
    }
  });

  it('begin with the person’s own, and none is there twice under another name', () => {
    const own = raceCandidates(DEFAULT_EXPERIMENT, 12, 'short');
    expect(own.slice(0, 2).map(({ name }) => name)).toEqual(['lower', 'upper']);
    expect(own.map(({ name }) => name)).not.toContain('lower r=8');
    expect(own).toHaveLength(9);
    expect(raceCandidates(DEFAULT_EXPERIMENT, 12, 'long').length).toBeGreaterThan(25);
    expect(raceCandidates({ scenarios: own }, 12, 'short')).toEqual(own);
  });
});

it('a limit keeps out what is known to be over it', () => {
  const costs = { memory: 5e6, parameters: 1000, time: null };
  expect(overLimit(costs, NO_LIMITS)).toBeNull();
  expect(overLimit(costs, { memory: 5e6, parameters: 1000, time: 1 })).toBeNull();
  expect(overLimit(costs, { memory: 5e6, parameters: 999, time: 1 })).toBe('parameters');
});

const ASKED: RaceAsked = {
  ...{ measure: 'accuracy', cheap: 'memory', limits: NO_LIMITS, candidates: 'own' },
  ...{ delta: 0.005, budget: null },
};
const scenario = (name: string): Scenario => ({
  ...lora(name, presetModules('all', 12), 4),
  color: '#000000',
});
const candidate = (name: string, memory: number, change: Partial<Candidate> = {}): Candidate => ({
  ...{ scenario: scenario(name), costs: { memory, parameters: null, time: null } },
  ...{ values: [0.9, 0.9, 0.91], over: null, ...change },
});
const standing = (
  entrant: number,
  mean: number,
  behind: number,
  change: Partial<Standing> = {},
): Standing => ({
  ...{ entrant, mean, behind, rival: entrant, settledAt: null, ...change },
});
const stateOf = (change: Partial<RaceState>): RaceState => ({
  ...{ seeds: 8, left: [0, 1], dropped: [], failed: [], standings: [], next: 12, end: null, ...change },
});
const three = [candidate('big', 100e6), candidate('small', 31e6), candidate('bad', 10e6)];
const sentenceOf = (state: Partial<RaceState>, candidates = three, stopped: 'budget' | null = null) =>
  raceReport({ asked: ASKED, candidates, state: stateOf(state), stopped }).sentence.replaceAll('\u00a0', ' ');

describe('when the time is up', () => {
  const entrant = (seeds: number, hasFailed = false) => ({
    entrant: { values: Array.from({ length: seeds }, (_, i) => ({ seed: i + 1, value: 0.9 })), hasFailed },
  });

  it('those that have had all seeds of round one race, whatever they have shown', () => {
    const all = [entrant(3), entrant(5), entrant(1, true), entrant(2), entrant(0)];
    expect(withinTime(all)).toEqual(all.slice(0, 3));
    const whole = [entrant(3), entrant(3), entrant(2, true)];
    expect(withinTime(whole)).toEqual(whole);
  });

  it('nobody is left out where fewer than two could be compared', () => {
    const all = [entrant(3), entrant(1, true), entrant(2)];
    expect(withinTime(all)).toBe(all);
  });

  it('the sentence and the file say who had no time', () => {
    const late = candidate('late', 5e6, { values: [0.95], over: 'budget' });
    const standings = [standing(0, 0.905, 0.01), standing(1, 0.903, 0.012, { rival: 0, settledAt: 14 })];
    const state = { standings, seeds: 3, next: 5 };
    expect(sentenceOf(state, [...three.slice(0, 2), late], 'budget')).toMatch(
      /“small”\): seen within 0\.5 points of the best of 2 candidates, .*; there was no time for one more candidate\.$/,
    );
    expect(sentenceOf(state, [...three.slice(0, 2), late, late], 'budget')).toContain(
      'there was no time for 2 more candidates.',
    );
    const report = raceReport({
      ...{ asked: ASKED, candidates: [...three, late] },
      state: stateOf(state),
      stopped: 'budget',
    });
    expect(candidateEntries(report).at(-1)?.status).toBe('no time');
  });
});

describe('the recommendation', () => {
  it('is the cheapest that is surely within delta of all', () => {
    const standings = [standing(0, 0.905, 0.001), standing(1, 0.903, 0.004)];
    expect(sentenceOf({ standings, end: 'good enough' })).toBe(
      'Adapters on all 12 layers, all six components, r=4 (“small”): surely within 0.5 points of all 2 other candidates, ' +
        'at 31 % of the memory of “big”; others left may be as good, at a higher cost.',
    );
  });

  it('says that the evidence is too little, and what would settle it', () => {
    const standings = [standing(0, 0.905, 0.01), standing(1, 0.903, 0.012, { rival: 0, settledAt: 14 })];
    expect(sentenceOf({ standings })).toBe(
      'Too little evidence to be sure of one. Adapters on all 12 layers, all six components, r=4 (“small”): seen within ' +
        '0.5 points of the best of 3 candidates, surely within 1.2 points of them, at 31 % of the memory of “big”; ' +
        '6 more seeds would settle it against “big”.',
    );
    const never = [standing(0, 0.92, 0.01, { rival: 1 }), standing(1, 0.903, 0.012, { rival: 0 })];
    expect(sentenceOf({ standings: never })).toContain('(“big”): the best seen of 3 candidates');
    expect(sentenceOf({ standings: never })).toContain(
      'no number of seeds that a race takes would settle it against “small”',
    );
  });

  it('recommends nothing before the first round, nor where nothing is within the limits or everything failed', () => {
    expect(sentenceOf({ seeds: 0, next: 3 })).toContain('nothing can be recommended yet');
    expect(sentenceOf({ seeds: 0, next: 3 }, three, 'budget')).toContain(
      'The time was up before 3 candidates had 3 seeds',
    );
    expect(
      sentenceOf(
        {},
        three.map((one) => ({ ...one, over: 'memory' as const })),
      ),
    ).toContain('within the limits');
    expect(sentenceOf({ failed: [0, 1, 2] })).toContain('diverged or failed');
  });
});

it('the evidence of a file names who was dropped, by whom, and who is over a limit', () => {
  const dropped = [{ entrant: 2, by: 0, seeds: 3, difference: 0.1, atLeast: 0.06 }];
  const candidates = [...three, candidate('huge', 9e9, { over: 'memory', values: [] })];
  const standings = [standing(0, 0.905, 0.01), standing(1, 0.903, 0.02, { rival: 0 })];
  const report = raceReport({
    asked: ASKED,
    candidates,
    state: stateOf({ dropped, standings }),
    stopped: null,
  });
  const entries = candidateEntries(report);
  expect(entries.map(({ status }) => status)).toEqual([
    'left',
    'left',
    'dropped',
    'over the limit of memory',
  ]);
  expect(entries[2]?.dropped).toEqual({ by: 'big', seeds: 3, difference: 0.1, surelyAbove: 0.06 });
  expect(entries[1]?.standing).toMatchObject({ surelyWithin: 0.02, rival: 'big' });
});

describe('the share of a race that is over', () => {
  const share = (state: Partial<RaceState>, seconds: number, budget: number | null = 100): number =>
    raceShare({ asked: { ...ASKED, budget }, candidates: three, state: stateOf(state) }, seconds);

  it('grows with the time, or with the trials where these are ahead', () => {
    // Nine trials of the three at most twenty each; of two that are left, 17 more each.
    expect(share({ left: [0, 1, 2] }, 0)).toBeCloseTo(9 / 60);
    expect(share({ left: [0, 1] }, 0)).toBeCloseTo(9 / 43);
    expect(share({ left: [0, 1] }, 50)).toBe(0.5);
    expect(share({ left: [0, 1] }, 500)).toBe(1);
    expect(share({ left: [0, 1] }, 500, null)).toBeCloseTo(9 / 43);
  });
});
