/** @file Turns published rows into figures to overlay on a lesson's scenarios. */
import type { PublishedFigures } from './lesson';
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
