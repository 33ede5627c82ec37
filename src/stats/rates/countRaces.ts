/** @file Counts what races of scenarios end with whose truth is known, and what a grid search of as many scenarios finds. */
import type { SeededValue } from '../comparisons/pairing';
import { raceRounds, type RaceState } from '../elimination/race';
import { ROUNDS } from '../elimination/rounds';
import { meanOf } from '../summary';
import { drawTrials, randomOf, type LatentExperiment, type LatentModel } from './latentModel';

export interface RaceQuestion {
  readonly experiment: Omit<LatentExperiment, 'seeds'>;
  /** The smallest difference that matters, a fraction. */
  readonly delta: number;
  /** Whether the trials' hits on single sentences are known. */
  readonly knowsSentences: boolean;
  /** Seeds a scenario of the grid search that is set against the race. */
  readonly gridSeeds: number;
}

/** How far a race has come by one of its rounds, as means over all races; one that has ended stays as it is. */
export interface RoundReached {
  /** Seeds of the scenarios that are left. */
  readonly seeds: number;
  /** Trials spent so far. */
  readonly spent: number;
  /** Scenarios left, and those of them within delta of the best. */
  readonly left: number;
  readonly good: number;
  /** Share of the grid searches with so many seeds for every scenario whose highest mean is within delta of the best. */
  readonly foundByGrid: number;
}

export interface RaceRates {
  /** Share of the races that dropped a scenario which is within delta of the best, itself included. */
  readonly wrongDrop: number;
  /** Share of the races that at any round called a scenario closer to the best than it is. */
  readonly wrongClaim: number;
  /** Mean number of trials. */
  readonly trials: number;
  /** Mean number of scenarios left at the end. */
  readonly left: number;
  /** Share of the races whose highest mean at the end is of a scenario within delta of the best. */
  readonly found: number;
  /** The same of a grid search, which takes the highest mean of all. */
  readonly foundByGrid: number;
  readonly rounds: readonly RoundReached[];
}

/** Slack for a truth that is exactly delta below the best, which computing leaves a rounding error away. */
const ROUNDING = 1e-9;

export function countRaces(model: LatentModel, question: RaceQuestion, runs: number): RaceRates {
  const { experiment, delta } = question;
  const best = Math.max(...experiment.accuracies);
  const gap = experiment.accuracies.map((accuracy) => best - accuracy);
  const isGood = (scenario: number): boolean => (gap[scenario] ?? Infinity) <= delta + ROUNDING;
  const sums = { wrongDrop: 0, wrongClaim: 0, trials: 0, left: 0, found: 0, foundByGrid: 0 };
  const rounds = ROUNDS.map((seeds) => ({ seeds, spent: 0, left: 0, good: 0, foundByGrid: 0 }));
  for (let n = 0; n < runs; n++) {
    const all = drawTrials(model, { ...experiment, seeds: ROUNDS.at(-1) ?? 0 }, randomOf(n));
    const trials = question.knowsSentences
      ? all
      : all.map((own) => own.map(({ seed, value }): SeededValue => ({ seed, value })));
    const { states, spent } = runRace(trials, delta);
    const end = states.at(-1);
    if (!end) continue;
    if (end.dropped.some(({ entrant }) => isGood(entrant))) sums.wrongDrop++;
    const claims = states.flatMap(({ standings }) => standings);
    if (claims.some(({ entrant, behind }) => behind < (gap[entrant] ?? 0) - ROUNDING)) sums.wrongClaim++;
    sums.trials += spent;
    sums.left += end.left.length;
    if (isGood(highest(end.left, trials, end.seeds))) sums.found++;
    if (isGood(highest([...trials.keys()], trials, question.gridSeeds))) sums.foundByGrid++;
    for (const round of rounds) {
      const state = states.findLast(({ seeds }) => seeds <= round.seeds) ?? end;
      round.spent += spentBy(state) / runs;
      round.left += state.left.length / runs;
      round.good += state.left.filter(isGood).length / runs;
      if (isGood(highest([...trials.keys()], trials, round.seeds))) round.foundByGrid += 1 / runs;
    }
  }
  const { wrongDrop, wrongClaim, trials, left, found, foundByGrid } = sums;
  return {
    ...{ wrongDrop: wrongDrop / runs, wrongClaim: wrongClaim / runs, trials: trials / runs },
    ...{ left: left / runs, found: found / runs, foundByGrid: foundByGrid / runs, rounds },
  };
}

/** The state after each round, and how many trials the race asked for. */
function runRace(
  trials: readonly (readonly SeededValue[])[],
  delta: number,
): { states: RaceState[]; spent: number } {
  const entrants = trials.map((values) => ({ values, hasFailed: false, cost: null }));
  const states = raceRounds(entrants, { firstSeed: 1, delta, mostSeeds: ROUNDS.at(-1) ?? 0 });
  const end = states.at(-1);
  return { states, spent: end ? spentBy(end) : 0 };
}

/** The number of trials that a race has asked for by then. */
function spentBy({ dropped, left, seeds }: RaceState): number {
  return dropped.reduce((sum, out) => sum + out.seeds, 0) + left.length * seeds;
}

/** The one of some scenarios with the highest mean over its first seeds. */
function highest(
  scenarios: readonly number[],
  trials: readonly (readonly SeededValue[])[],
  seeds: number,
): number {
  let [found, most] = [-1, -Infinity];
  for (const i of scenarios) {
    const mean = meanOf((trials[i] ?? []).slice(0, seeds).map(({ value }) => value));
    if (mean > most) [found, most] = [i, mean];
  }
  return found;
}
