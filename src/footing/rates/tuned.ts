/** @file A sweep of rates as it stands: what each scenario was tried with, what was taken, and what is to be said of it. */
import { plainNumber } from '../../base/format';
import type { Experiment, Measure, Scenario } from '../../experiment/experiment';
import { MEASURE_FORMS } from '../../stats/measures/measureForm';
import type { RateChoice, RateTrials } from './chooseRate';
import { rateBeyond, type RatesAsked, type RatesToTry, withRate } from './rateSweep';

export interface TunedScenario {
  readonly scenario: Scenario;
  /** The rate that it had. */
  readonly present: number;
  /** The smallest rate first. */
  readonly tried: readonly RateTrials[];
  /** Null while trials are missing, and where every rate failed. */
  readonly choice: RateChoice | null;
}

export interface TunedRates {
  readonly asked: RatesAsked;
  /** The experiment whose scenarios were tuned. */
  readonly on: Experiment;
  readonly scenarios: readonly TunedScenario[];
  /** Why it stands still before its end; null if it has ended, or goes on. */
  readonly stopped: 'cancelled' | null;
}

/** How often the sweep goes on beyond its end, for each scenario. */
export const MOST_BEYOND = 2;

/** The scenarios whose best rate was the last one of their list, with one more rate; the others with none. */
export function furtherRates({ asked, scenarios }: TunedRates): RatesToTry {
  return scenarios.map(({ scenario, tried, choice }) => {
    const rates = tried.map(({ rate }) => rate);
    const isUsedUp = rates.length >= asked.count + MOST_BEYOND;
    const next = choice?.edge && !isUsedUp ? rateBeyond(rates, choice.edge, asked.factor) : null;
    return { scenario, rates: next === null ? [] : [next] };
  });
}

/** The scenarios with the rates that were chosen; those without a choice keep their own. */
export function tunedScenarios({ on, scenarios }: TunedRates): Scenario[] {
  return scenarios.map(({ scenario, choice }) =>
    choice ? withRate(scenario, choice.rate, on.training) : scenario,
  );
}

/** Whether any scenario would get another rate. */
export const changesRates = (tuned: TunedRates): boolean =>
  tunedScenarios(tuned).some((scenario, i) => scenario !== tuned.scenarios[i]?.scenario);

/** "0.006, before 0.003", or "0.003, as before". */
export function choiceText({ present, choice }: TunedScenario): string {
  if (!choice) return `${plainNumber(present)}, as before`;
  const rate = plainNumber(choice.rate);
  return choice.rate === present ? `${rate}, as before` : `${rate}, before ${plainNumber(present)}`;
}

/** What has to be known of a choice: that there is none, that a better rate may lie beyond, that trials failed. */
export function choiceNotes({ tried, choice }: TunedScenario, seeds: number): string[] {
  const failed = tried.filter((one) => one.failed > 0).map(({ rate }) => plainNumber(rate));
  const notes = failed.length > 0 ? [`Trials diverged or failed at ${failed.join(', ')}.`] : [];
  if (!choice) {
    const isOpen = tried.some((one) => one.values.length + one.failed < seeds);
    return [
      ...notes,
      isOpen ? 'Trials are missing: it keeps its own rate.' : 'No rate went well: it keeps its own.',
    ];
  }
  if (choice.edge === 'high')
    return [...notes, 'The largest that was tried is best: a larger one may be better.'];
  if (choice.edge === 'low')
    return [...notes, 'The smallest that was tried is best: a smaller one may be better.'];
  return notes;
}

/** How much better its mean looks than it is, at most: "0.4 points"; null while that is not known. */
export function inflationText({ choice }: TunedScenario, measure: Measure): string | null {
  if (!choice || choice.inflation === null) return null;
  return MEASURE_FORMS[measure].amount(choice.inflation);
}
