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
}

/** Slack for a truth that is exactly delta below the best, which computing leaves a rounding error away. */
const ROUNDING = 1e-9;

export function countRaces(model: LatentModel, question: RaceQuestion, runs: number): RaceRates {
  const { experiment, delta } = question;
  const best = Math.max(...experiment.accuracies);
  const gap = experiment.accuracies.map((accuracy) => best - accuracy);
  const isGood = (scenario: number): boolean => (gap[scenario] ?? Infinity) <= delta + ROUNDING;
  const sums = { wrongDrop: 0, wrongClaim: 0, trials: 0, left: 0, found: 0, foundByGrid: 0 };
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
  }
  const { wrongDrop, wrongClaim, trials, left, found, foundByGrid } = sums;
  return {
    ...{ wrongDrop: wrongDrop / runs, wrongClaim: wrongClaim / runs, trials: trials / runs },
    ...{ left: left / runs, found: found / runs, foundByGrid: foundByGrid / runs },
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
  const ofDropped = (end?.dropped ?? []).reduce((sum, { seeds }) => sum + seeds, 0);
  return { states, spent: ofDropped + (end?.left.length ?? 0) * (end?.seeds ?? 0) };
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
