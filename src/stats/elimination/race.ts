/**
 * @file A race of scenarios: successive elimination on shared seeds. Round by round every scenario still in it gets more
 * seeds; one is dropped only when another is surely better by more than matters. What is dropped, and when the race ends,
 * follows from the values alone, so that a race goes on from stored trials as if it had never stopped.
 */
import { intervalEnd } from '../comparisons/comparison';
import type { SeededValue } from '../comparisons/pairing';
import { turnError } from '../comparisons/twoSources';
import { meanOf } from '../summary';
import { differencePooled, poolSpread, type PooledSpread, type PooledDifference } from './pooledSpread';
import { claimLevel, dropLevel, ROUNDS } from './rounds';

export interface Entrant {
  /** Values of the trials that ended as done, seed by seed. */
  readonly values: readonly SeededValue[];
  /** Whether one of its trials ended without a value: it diverged or failed. Such a scenario is out of the race. */
  readonly hasFailed: boolean;
  /** What it costs, in any unit, to end the race as soon as the cheapest one left is good enough; null if unknown. */
  readonly cost: number | null;
}

export interface RaceRules {
  readonly firstSeed: number;
  /** The smallest difference that matters, in the values' units: 0.01 for one point of accuracy. */
  readonly delta: number;
  /** The most seeds a scenario; rounds beyond it are left out. */
  readonly mostSeeds: number;
}

export interface Drop {
  readonly entrant: number;
  /** The one that is surely better by more than delta. */
  readonly by: number;
  /** Seeds a scenario at that round. */
  readonly seeds: number;
  /** The difference of the means, and what the true one is surely above. */
  readonly difference: number;
  readonly atLeast: number;
}

export interface Standing {
  readonly entrant: number;
  /** Mean value over the seeds of the last round. */
  readonly mean: number;
  /** How far it is below the best at most; at least 0. */
  readonly behind: number;
  /** The rival that may be better by so much; itself where none may be better. */
  readonly rival: number;
  /**
   * How many seeds in all would settle it between the two if their means stayed as they are; null if no number that the race
   * allows would, and where nothing is to be settled.
   */
  readonly settledAt: number | null;
}

/**
 * Why a race is over. `one left`: all others are dropped. `alike`: those left differ by less than delta.
 * `good enough`: the cheapest one left is within delta of the best. `seeds used`: the last round is over, and more than one
 * may still be the best.
 */
export type RaceEnd = 'one left' | 'alike' | 'good enough' | 'seeds used';

export interface RaceState {
  /** Seeds of the last round that is complete; 0 before the first. */
  readonly seeds: number;
  /** Those still in the race, in their order. */
  readonly left: readonly number[];
  readonly dropped: readonly Drop[];
  readonly failed: readonly number[];
  /** Where those left stand after the last complete round; empty before the first. */
  readonly standings: readonly Standing[];
  /** How many seeds each of those left is to have next; null if the race is over. */
  readonly next: number | null;
  /** Null while it goes on. */
  readonly end: RaceEnd | null;
}

export function raceState(entrants: readonly Entrant[], rules: RaceRules): RaceState {
  const states = raceRounds(entrants, rules);
  return states[states.length - 1] ?? atStart(entrants);
}

/** The race before its first round and after each complete one, as far as the values go. */
export function raceRounds(entrants: readonly Entrant[], rules: RaceRules): RaceState[] {
  let state = atStart(entrants);
  const race: Race = { entrants, rules, began: state.left.length };
  const states: RaceState[] = [];
  for (const seeds of roundsUpTo(rules.mostSeeds)) {
    const isComplete = state.left.every((i) => firstValues(race, i, seeds).length >= seeds);
    if (state.left.length < 2) return [...states, { ...state, end: 'one left' }];
    states.push({ ...state, next: seeds });
    if (!isComplete) return states;
    state = afterRound(race, state, seeds);
    const end = endOf(race, state);
    if (end) return [...states, { ...state, end }];
  }
  return [...states, { ...state, end: 'seeds used' }];
}

function atStart(entrants: readonly Entrant[]): RaceState {
  const failed = [...entrants.keys()].filter((i) => entrants[i]?.hasFailed);
  const left = [...entrants.keys()].filter((i) => !failed.includes(i));
  return { seeds: 0, left, dropped: [], failed, standings: [], next: null, end: null };
}

/** The rounds of a race of at most so many seeds a scenario. */
export function roundsUpTo(mostSeeds: number): number[] {
  return ROUNDS.filter((seeds) => seeds <= mostSeeds);
}

interface Race {
  readonly entrants: readonly Entrant[];
  readonly rules: RaceRules;
  /** How many were in the race at its start. */
  readonly began: number;
}

/** The values of an entrant's first seeds. */
function firstValues({ entrants, rules }: Race, entrant: number, seeds: number): readonly SeededValue[] {
  const until = rules.firstSeed + seeds;
  return (entrants[entrant]?.values ?? []).filter(({ seed }) => seed >= rules.firstSeed && seed < until);
}

function afterRound(race: Race, before: RaceState, seeds: number): RaceState {
  const values = before.left.map((i) => firstValues(race, i, seeds));
  const compareAt = comparer(race, poolSpread(values));
  const means = new Map(
    before.left.map((i, at) => [i, meanOf((values[at] ?? []).map(({ value }) => value))]),
  );
  const round: Round = { means, compareAt, seeds };
  const level = dropLevel(race.began, before.left.length);
  const dropped = before.left.flatMap((i) => dropOf(round, i, level, race.rules.delta) ?? []);
  const left = before.left.filter((i) => !dropped.some(({ entrant }) => entrant === i));
  const all = [...before.dropped, ...dropped];
  const field: Field = { left, dropped: all, began: race.began, rules: race.rules };
  const standings = left.map((i) => standingOf(round, i, field));
  return { ...before, seeds, left, dropped: all, standings };
}

interface Round {
  /** Means of those in the race over the round's seeds. */
  readonly means: ReadonlyMap<number, number>;
  readonly compareAt: Compare;
  readonly seeds: number;
}

/** The difference of two entrants on their first seeds. */
type Compare = (first: number, second: number, seeds: number) => PooledDifference;

/** Compares each pair once. */
function comparer(race: Race, pooled: PooledSpread | null): Compare {
  const known = new Map<string, PooledDifference>();
  return (first, second, seeds) => {
    const isTurned = first > second;
    const [a, b] = isTurned ? [second, first] : [first, second];
    const key = `${a} ${b}`;
    const found =
      known.get(key) ?? differencePooled(firstValues(race, a, seeds), firstValues(race, b, seeds), pooled);
    known.set(key, found);
    return isTurned ? { difference: -found.difference, error: turnError(found.error) } : found;
  };
}

/** By whom an entrant is dropped: the one that is surely better by most. */
function dropOf(
  { means, compareAt, seeds }: Round,
  entrant: number,
  level: number,
  delta: number,
): Drop | null {
  const own = means.get(entrant) ?? 0;
  let found: Drop | null = null;
  for (const [by, mean] of means) {
    // A difference that is not even seen is not sure.
    if (by === entrant || mean - own <= delta) continue;
    const pair = compareAt(by, entrant, seeds);
    const atLeast = lowerEnd(pair, level);
    if (atLeast > delta && (!found || atLeast > found.atLeast))
      found = { entrant, by, seeds, difference: pair.difference, atLeast };
  }
  return found;
}

interface Field {
  readonly left: readonly number[];
  readonly dropped: readonly Drop[];
  readonly began: number;
  readonly rules: RaceRules;
}

function standingOf(round: Round, entrant: number, field: Field): Standing {
  const { means, compareAt, seeds } = round;
  const { left, dropped, began } = field;
  const rivals = [
    ...left.filter((i) => i !== entrant).map((rival) => ({ rival, at: seeds })),
    // Who was dropped has fewer seeds, on which both are compared.
    ...dropped.map((drop) => ({ rival: drop.entrant, at: drop.seeds })),
  ];
  let [behind, most] = [0, entrant];
  for (const { rival, at } of rivals) {
    const above = upperEnd(compareAt(rival, entrant, at), claimLevel(began));
    if (above > behind) [behind, most] = [above, rival];
  }
  const settledAt = most === entrant ? null : settles(compareAt(most, entrant, seeds), seeds, field);
  return { entrant, mean: means.get(entrant) ?? 0, behind, rival: most, settledAt };
}

/** The first round at which a pair would be settled, in whichever way, if the difference and its spread stayed as they are. */
function settles({ difference, error }: PooledDifference, seeds: number, field: Field): number | null {
  const { left, began, rules } = field;
  for (const later of roundsUpTo(rules.mostSeeds).filter((round) => round > seeds)) {
    const [part, freedom] = [seeds / later, error.freedom + later - seeds];
    const then = {
      difference,
      error: { ...error, freedom, seeds: error.seeds * part, luck: error.luck * part },
    };
    const turned = { difference: -difference, error: turnError(then.error) };
    const level = dropLevel(began, left.length);
    const isWithin = upperEnd(then, claimLevel(began)) <= rules.delta;
    if (isWithin || [then, turned].some((pair) => lowerEnd(pair, level) > rules.delta)) return later;
  }
  return null;
}

function endOf({ entrants, rules: { delta } }: Race, { left, standings }: RaceState): RaceEnd | null {
  if (left.length < 2) return 'one left';
  if (standings.every(({ behind }) => behind <= delta)) return 'alike';
  const costs = left.map((i) => entrants[i]?.cost ?? null);
  if (costs.includes(null)) return null;
  const least = Math.min(...costs.map(Number));
  const isGoodEnough = standings.some(
    ({ entrant, behind }) => behind <= delta && entrants[entrant]?.cost === least,
  );
  return isGoodEnough ? 'good enough' : null;
}

/** What the true difference is below with probability 1 - `level`. */
export const upperEnd = ({ difference, error }: PooledDifference, level: number): number =>
  intervalEnd(difference, error, level);

/** What the true difference is above, likewise. */
const lowerEnd = ({ difference, error }: PooledDifference, level: number): number =>
  -intervalEnd(-difference, turnError(error), level);
