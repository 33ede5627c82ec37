/**
 * @file A short sweep of the learning rate for each scenario: which rates are tried, on which seeds, and as which scenarios.
 */
import { plainNumber } from '../../base/format';
import { fits, RULES } from '../../experiment/address/rules';
import { cutName } from '../../experiment/address/scenarioCode';
import { freeName } from '../../experiment/address/url';
import {
  plannedSeeds,
  trainingOf,
  withJudging,
  type Experiment,
  type Hyperparameters,
  type Scenario,
} from '../../experiment/experiment';
import { AXES } from '../../experiment/sweep/sweepAxes';
import { MAX_NAME_LENGTH } from '../../experiment/validate';

/** How many rates are tried at first: an odd number, so that the scenario's own is amid them. */
export const RATE_COUNTS = [3, 5, 7] as const;
/** How far neighbours are apart: each is so many times the one before. */
export const RATE_FACTORS = [2, 3] as const;
/** How many seeds a rate may get. */
export const TUNING_SEEDS = { min: 1, max: 5, usual: 2 } as const;

export interface RatesAsked {
  readonly count: (typeof RATE_COUNTS)[number];
  readonly factor: (typeof RATE_FACTORS)[number];
  /** Seeds of each rate. */
  readonly seeds: number;
}

export const USUAL_RATES: RatesAsked = { count: 5, factor: 2, seeds: TUNING_SEEDS.usual };

/** A rate with as many digits as anybody tunes. */
const DIGITS = 3;
const rounded = (rate: number): number => Number(rate.toPrecision(DIGITS));

/** The rates that a scenario is tried with, the smallest first; its own is amid them, as it is. */
export function ratesAround(present: number, { count, factor }: Omit<RatesAsked, 'seeds'>): number[] {
  const half = (count - 1) / 2;
  return Array.from({ length: count }, (_, i) =>
    i === half ? present : rounded(present * factor ** (i - half)),
  ).filter((rate) => fits(RULES.learningRate, rate));
}

/** The next rate beyond the largest or the smallest; null if there can be none. */
export function rateBeyond(
  rates: readonly number[],
  edge: 'low' | 'high',
  factor: RatesAsked['factor'],
): number | null {
  const next = rounded(edge === 'low' ? Math.min(...rates) / factor : Math.max(...rates) * factor);
  return fits(RULES.learningRate, next) ? next : null;
}

export const presentRate = (training: Hyperparameters, scenario: Scenario): number =>
  trainingOf(training, scenario).learningRate;

/**
 * The first of the seeds that rates are tried on. An experiment has 1,000 seeds at most, so that none of these is ever one
 * of its own, however it grows.
 */
export function firstTuningSeed({ firstSeed }: Pick<Experiment, 'firstSeed'>): number {
  const above = firstSeed + RULES.trials.max;
  return above + TUNING_SEEDS.max <= RULES.firstSeed.max ? above : firstSeed - TUNING_SEEDS.max;
}

/** "Seeds 1001 and 1002, which the comparison (seeds 1 to 5) does not use". */
export function seedsText(
  experiment: Pick<Experiment, 'firstSeed' | 'trials' | 'judging'>,
  seeds: number,
): string {
  const own = Math.max(experiment.trials, plannedSeeds(experiment));
  const tuning = rangeText(firstTuningSeed(experiment), seeds);
  return `${tuning}, which the comparison (${rangeText(experiment.firstSeed, own)}) does not use`;
}

function rangeText(first: number, count: number): string {
  if (count === 1) return `seed ${first}`;
  return `seeds ${first} ${count === 2 ? 'and' : 'to'} ${first + count - 1}`;
}

/** The rates that each scenario is tried with, in the order of the scenarios. */
export type RatesToTry = readonly { readonly scenario: Scenario; readonly rates: readonly number[] }[];

/** The experiment that a sweep trains: each scenario with each of its rates, on seeds of its own. */
export interface RateSweep {
  readonly experiment: Experiment;
  /** For each scenario and rate of the request its scenario in the experiment. */
  readonly scenarios: readonly (readonly Scenario[])[];
}

export function rateSweep(on: Experiment, tries: RatesToTry, seeds: number): RateSweep {
  const taken = new Set<string>();
  const scenarios = tries.map(({ scenario, rates }) =>
    rates.map((learningRate): Scenario => {
      const word = ` lr=${plainNumber(learningRate)}`;
      const stem = scenario.name.replace(AXES.learningRate.inNames, '').trim();
      const name = freeName(cutName(stem, MAX_NAME_LENGTH - word.length - 3) + word, taken);
      taken.add(name);
      return { ...scenario, name, learningRate };
    }),
  );
  const experiment = {
    ...withJudging(on, { upTo: null }),
    ...{ scenarios: scenarios.flat(), trials: seeds, firstSeed: firstTuningSeed(on) },
  };
  return { experiment, scenarios };
}

/** The scenario with a learning rate, which is its own only where it is not the experiment's. */
export function withRate(scenario: Scenario, rate: number, training: Hyperparameters): Scenario {
  if (rate === presentRate(training, scenario)) return scenario;
  const { learningRate: _, ...rest } = scenario;
  const name = scenario.name.replace(AXES.learningRate.inNames, `lr=${plainNumber(rate)}`);
  return { ...rest, name, ...(rate !== training.learningRate && { learningRate: rate }) };
}
