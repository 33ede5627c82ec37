/** @file Turns published rows into figures to overlay on a lesson's scenarios, and into outcomes to score against. */
import type { PublishedFigures, PublishedOverlay } from './lesson';
import { differencesOfSummaries } from '../stats/comparisons/summaries';
import { standingsOf, type Outcome, type Outcomes } from './outcomes';
import {
  COMPONENT_WISE,
  EXPERIMENT_RUNS,
  PUBLISHED_SOURCE,
  type PublishedRow,
  RANK_WISE,
  SUMMARY,
} from './published';

const PERCENT = 100;

function ofRow({ accuracy, sd, trainable }: PublishedRow): PublishedFigures {
  const parametersPercent = (PERCENT * trainable) / PUBLISHED_SOURCE.totalParameters;
  return { accuracy, sd, n: EXPERIMENT_RUNS, parametersPercent };
}

function found<T>(rows: readonly T[], matches: (row: T) => boolean, what: string): T {
  const row = rows.find(matches);
  if (!row) throw new Error(`No published row is called ${what}.`);
  return row;
}

/** A row of one of the experiments by its published name. */
export function rowFigures(
  rows: readonly (PublishedRow & { readonly scenario: string })[],
  scenario: string,
): PublishedFigures {
  return ofRow(found(rows, (row) => row.scenario === scenario, scenario));
}

export const componentFigures = (scenario: string): PublishedFigures => rowFigures(COMPONENT_WISE, scenario);

export const rankFigures = (r: number): PublishedFigures =>
  ofRow(found(RANK_WISE, (row) => row.r === r, `r=${r}`));

/** A row of the final comparison by its published name. */
export function summaryFigures(scenario: string): PublishedFigures {
  const { scenario: _, ...figures } = found(SUMMARY, (row) => row.scenario === scenario, scenario);
  return figures;
}

/**
 * The published figures as outcomes, so that a prediction can be held against them too. Only means and deviations were
 * published, so that pairs are judged as two groups of runs on the same sentences.
 * @param delta the smallest difference of accuracies that matters, a fraction
 */
export function publishedOutcomes({ figures }: PublishedOverlay, delta: number): Outcomes {
  const named = Object.entries(figures);
  const summaries = named.map(([, { accuracy, sd, n }]) =>
    accuracy === undefined || sd === undefined || n === undefined ? null : { mean: accuracy, sd, n },
  );
  return {
    byName: new Map(named.map(([name, of]) => [name, outcomeOf(of)])),
    ...standingsOf(
      named.map(([name]) => name),
      differencesOfSummaries(summaries, delta),
    ),
  };
}

function outcomeOf({ accuracy, memoryPercent, samplesPerSecond }: PublishedFigures): Outcome {
  return {
    mean: accuracy ?? null,
    range: null,
    memory: memoryPercent ?? null,
    samplesPerSecond: samplesPerSecond ?? null,
  };
}
