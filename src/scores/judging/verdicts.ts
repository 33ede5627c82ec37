/** @file The verdict on scores: their best modules against chance, their worst against chance, and best against worst. */
import type { Scenario } from '../../experiment/experiment';
import {
  compareAtLook,
  judgeAll,
  type Compared,
  type Difference,
  type JudgingRules,
} from '../../stats/comparisons/differences';
import { meanHits, type SeededValue } from '../../stats/comparisons/pairing';
import { meanOf } from '../../stats/summary';
import type { ScoreKind } from '../scoreRequest';
import type { JudgedSet } from './recognize';

export interface JudgedScore {
  readonly kind: ScoreKind;
  readonly set: JudgedSet;
}

/** The first of a pair is the one from which the second is subtracted. */
export type JudgedPair = 'bestToChance' | 'worstToChance' | 'bestToWorst';
export const JUDGED_PAIRS: readonly JudgedPair[] = ['bestToChance', 'worstToChance', 'bestToWorst'];

export interface ScoreVerdict extends JudgedScore {
  /** Null while a side has no trial, or no seed that all draws have. */
  readonly pairs: Readonly<Record<JudgedPair, Difference | null>>;
  /** Each draw's mean over the seeds that all draws have, in the values' units. */
  readonly drawMeans: readonly number[];
}

export interface ScoreVerdicts {
  readonly verdicts: readonly ScoreVerdict[];
  /** The number of comparisons that p values were corrected for: all pairs of all scores together. */
  readonly tested: number;
  readonly rules: JudgingRules;
}

const NOTHING: Compared = { values: [], ended: 0 };

/**
 * Judges by the rules for scenarios: at the planned looks, over seeds and, where they are known, sentences, with Holm's
 * correction over all pairs that are listed here.
 * @param resultsOf a scenario's trials
 */
export function judgeScores(
  judged: readonly JudgedScore[],
  resultsOf: (scenario: Scenario) => Compared,
  rules: JudgingRules,
): ScoreVerdicts {
  const of = (scenario: Scenario | null): Compared => (scenario ? resultsOf(scenario) : NOTHING);
  const sides = judged.map(({ set }) => ({
    ...{ best: of(set.best), worst: of(set.worst) },
    chance: chanceOf(set.draws.map(resultsOf)),
  }));
  const compared = sides.map(({ best, worst, chance }) => [
    compareAtLook(best, chance.mean, rules),
    compareAtLook(worst, chance.mean, rules),
    compareAtLook(best, worst, rules),
  ]);
  const { between, tested } = judgeAll(compared, rules);
  const verdicts = judged.map((one, index): ScoreVerdict => {
    const [bestToChance = null, worstToChance = null, bestToWorst = null] = between[index] ?? [];
    const drawMeans = sides[index]?.chance.drawMeans ?? [];
    return { ...one, pairs: { bestToChance, worstToChance, bestToWorst }, drawMeans };
  });
  return { verdicts, tested, rules };
}

/**
 * Chance as one scenario: of each seed that all draws have, the mean of their values, and of their hits on each sentence.
 * So what is said of it is said of these draws.
 */
export function chanceOf(draws: readonly Compared[]): {
  readonly mean: Compared;
  readonly drawMeans: readonly number[];
} {
  const [first, ...others] = draws;
  if (!first) return { mean: NOTHING, drawMeans: [] };
  const ofSeed = (seed: number, { values }: Compared): SeededValue | undefined =>
    values.find((value) => value.seed === seed);
  const seeds = first.values.flatMap((value) => {
    const rest = others.flatMap((draw) => ofSeed(value.seed, draw) ?? []);
    return rest.length === others.length ? [[value, ...rest]] : [];
  });
  const values = seeds.map((copies): SeededValue => ({
    seed: copies[0]?.seed ?? NaN,
    value: meanOf(copies.map(({ value }) => value)),
    sentences: meanHits(copies.map(({ sentences }) => sentences ?? null)),
  }));
  const drawMeans =
    seeds.length === 0
      ? []
      : draws.map((_, draw) => meanOf(seeds.map((copies) => copies[draw]?.value ?? NaN)));
  return { mean: { values, ended: Math.min(...draws.map(({ ended }) => ended)) }, drawMeans };
}
