/** @file The race's rule on values that are made for it. Its rates of error are held by src/stats/rates/races.test.ts. */
import { describe, expect, it } from 'vitest';
import { drawTrials, EMBEDDED, randomOf } from '../rates/latentModel';
import type { SeededValue } from '../comparisons/pairing';
import { raceRounds, raceState, type Entrant, type RaceRules } from './race';
import { claimLevel, dropLevel, ROUNDS, WRONGLY_DROPPED } from './rounds';

const RULES: RaceRules = { firstSeed: 1, delta: 0.01, mostSeeds: 20 };
const ACCURACIES = [0.9, 0.9, 0.87, 0.8, 0.6];
const drawn = drawTrials(EMBEDDED, { accuracies: ACCURACIES, seeds: 20, sentences: 1000 }, randomOf(3));

const entrants = (
  trials: readonly (readonly SeededValue[])[],
  seeds: number,
  change: Partial<Entrant> = {},
): Entrant[] =>
  trials.map((values) => ({ values: values.slice(0, seeds), hasFailed: false, cost: null, ...change }));

describe('a race', () => {
  it('asks for the first round before it says anything', () => {
    const state = raceState(entrants(drawn, 2), RULES);
    expect(state).toMatchObject({
      seeds: 0,
      left: [0, 1, 2, 3, 4],
      next: ROUNDS[0],
      end: null,
      standings: [],
    });
  });

  it('drops what is far behind at once, what is nearer later, and nothing that is as good', () => {
    const rounds = raceRounds(entrants(drawn, 20), RULES);
    const end = rounds.at(-1);
    const seedsOf = (entrant: number) => end?.dropped.find((one) => one.entrant === entrant)?.seeds;
    expect(seedsOf(4)).toBe(3);
    expect(seedsOf(3)).toBe(3);
    expect(seedsOf(2)).toBeGreaterThan(3);
    expect(end?.left).toEqual([0, 1]);
    for (const { atLeast, difference } of end?.dropped ?? []) {
      expect(atLeast).toBeGreaterThan(RULES.delta);
      expect(atLeast).toBeLessThan(difference);
    }
  });

  it('goes on from stored trials as if it had never stopped', () => {
    const whole = raceRounds(entrants(drawn, 20), RULES);
    const given = drawn.map(() => 0);
    const stepwise = [];
    for (let state = raceState(entrants(drawn, 0), RULES); ;) {
      stepwise.push(state);
      if (state.next === null) break;
      for (const i of state.left) given[i] = state.next;
      const now = drawn.map((values, i) => ({
        ...{ values: values.slice(0, given[i]) },
        hasFailed: false,
        cost: null,
      }));
      state = raceState(now, RULES);
    }
    expect(stepwise).toEqual(whole);
  });

  it('leaves out who has failed, and compares with nobody else where one is left', () => {
    const [first, ...others] = entrants(drawn, 3);
    const failed = others.map((one) => ({ ...one, hasFailed: true }));
    const state = raceState([first as Entrant, ...failed], RULES);
    expect(state).toMatchObject({ left: [0], failed: [1, 2, 3, 4], end: 'one left', next: null });
  });

  it('ends when the cheapest one left is good enough, and says how far it may be behind', () => {
    const wide = { ...RULES, delta: 0.05 };
    const state = raceState(
      entrants(drawn.slice(0, 2), 20).map((one, i) => ({ ...one, cost: 2 - i })),
      wide,
    );
    expect(['good enough', 'alike']).toContain(state.end);
    const cheap = state.standings.find(({ entrant }) => entrant === 1);
    expect(cheap?.behind).toBeLessThanOrEqual(0.05);
    expect(cheap?.behind).toBeGreaterThan(0);
  });

  it('says how many seeds would settle a pair, and that none would where sentences decide', () => {
    const near = drawTrials(EMBEDDED, { accuracies: [0.9, 0.865], seeds: 3, sentences: 1000 }, randomOf(2));
    const behind = raceState(entrants(near, 3), RULES).standings.find(({ entrant }) => entrant === 1);
    expect(behind?.rival).toBe(0);
    expect([5, 8, 12, 20]).toContain(behind?.settledAt);
    const few = drawTrials(EMBEDDED, { accuracies: [0.9, 0.9], seeds: 5, sentences: 60 }, randomOf(1));
    const unsettled = raceState(entrants(few, 5), { ...RULES, delta: 0.002 });
    expect(unsettled.standings.map(({ settledAt }) => settledAt)).toEqual([null, null]);
  });

  it('takes equal results for equal, without any spread', () => {
    const same = [1, 2, 3].map((seed) => ({ seed, value: 0.9 }));
    const state = raceState(entrants([same, same], 3), RULES);
    expect(state).toMatchObject({ left: [0, 1], dropped: [], end: 'alike' });
  });
});

it('the levels of all comparisons that may go wrong add up to what is promised', () => {
  // All ten should be kept: each is compared with nine others in each round.
  expect(dropLevel(10, 10) * ROUNDS.length * 10 * 9).toBeCloseTo(WRONGLY_DROPPED, 12);
  expect(dropLevel(10, 5)).toBeCloseTo(2 * dropLevel(10, 10), 12);
  expect(claimLevel(10)).toBeGreaterThan(dropLevel(10, 2));
});
