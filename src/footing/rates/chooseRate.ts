/** @file Which of the rates that a scenario was tried with is taken, and how much better than it is its mean looks. */
import type { SeededValue } from '../../stats/comparisons/pairing';
import { allDifferences, type JudgingRules } from '../../stats/comparisons/differences';
import { selectionOf } from '../../stats/selection';
import { meanOf, ROUNDING } from '../../stats/summary';

/** What came of a rate's trials. */
export interface RateTrials {
  readonly rate: number;
  /** By the experiment's measure, on the validation rows. */
  readonly values: readonly SeededValue[];
  /** How many of its trials diverged or failed. */
  readonly failed: number;
}

export interface RateChoice {
  readonly rate: number;
  /** The mean of its values. */
  readonly mean: number;
  /** Whether it is the smallest or the largest that was tried, beyond which a better one may lie. */
  readonly edge: 'low' | 'high' | null;
  /** By how much its mean is expected to exceed its true value, were all rates equally good; null while not known. */
  readonly inflation: number | null;
}

/**
 * The rate with the highest mean, of those whose trials all ended well. Of equal means the one nearest to the present rate,
 * and of two as near the lower one.
 * @param tried the smallest rate first
 * @param seeds of each rate
 * @returns null if no rate has all its trials
 */
export function chooseRate(
  tried: readonly RateTrials[],
  {
    present,
    seeds,
    rules,
  }: { readonly present: number; readonly seeds: number; readonly rules: JudgingRules },
): RateChoice | null {
  const sound = tried.filter(({ values, failed }) => failed === 0 && values.length === seeds);
  if (sound.length === 0) return null;
  const best = Math.max(...sound.map(mean));
  const far = ({ rate }: RateTrials): number => Math.abs(Math.log(rate / present));
  const [chosen] = sound
    .filter((one) => mean(one) >= best - ROUNDING)
    .sort((a, b) => (Math.abs(far(a) - far(b)) > ROUNDING ? far(a) - far(b) : a.rate - b.rate));
  if (!chosen) return null;
  const rates = tried.map(({ rate }) => rate);
  return {
    rate: chosen.rate,
    mean: mean(chosen),
    edge: edgeOf(chosen.rate, rates),
    inflation: inflationOf(sound, rules),
  };
}

const mean = ({ values }: RateTrials): number => meanOf(values.map(({ value }) => value));

function edgeOf(rate: number, rates: readonly number[]): RateChoice['edge'] {
  if (rates.length < 2) return null;
  if (rate === Math.max(...rates)) return 'high';
  return rate === Math.min(...rates) ? 'low' : null;
}

function inflationOf(sound: readonly RateTrials[], rules: JudgingRules): number | null {
  if (sound.length < 2) return null;
  const compared = sound.map(({ values }) => ({ values, ended: values.length }));
  return (
    selectionOf(
      allDifferences(compared, { ...rules, plan: null }),
      sound.map((_, position) => position),
    )?.inflation ?? null
  );
}
