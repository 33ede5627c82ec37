/** @file The published figures as outcomes to score predictions against; it needs the statistics, which lessons do not. */
import { differencesOfSummaries } from '../stats/comparisons/summaries';
import type { PublishedFigures, PublishedOverlay } from './lesson';
import type { Outcome, Outcomes } from './outcomes';
import { standingsOf } from './standings';

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
