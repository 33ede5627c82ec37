/** @file Recorded trials in a row of accuracies: an outline and rings, on which a person's own hill and dots come to lie. */
import { MEASURE_FORMS } from '../../stats/measures/measureForm';
import type { Curve, Hills } from '../../stats/densities/hills';
import { joinParts } from '../figure';
import type { RecordedResults, RecordedRun } from '../recorded';
import type { ScenarioResults } from '../scenarioResults';
import { dotsOf, meanMark, outlineOf, type HillPoint, type TrialDot } from './marks';

/** Positions along the axis and heights of the hill are in [0, 1]. */
export interface RecordedRow {
  /** Outline of the density; empty for fewer than three trials. */
  readonly hill: readonly HillPoint[];
  readonly meanMark: HillPoint | null;
  /** A ring for each trial. */
  readonly dots: readonly TrialDot[];
  /** "72.6 %". */
  readonly mean: string;
  /** "± 1.1"; empty for one trial. */
  readonly spread: string;
  /** "n = 5". */
  readonly trials: string;
  /** "Recorded: mean accuracy 72.6 %, sd 1.1 %, n = 5." */
  readonly description: string;
}

/** @returns null for a scenario without recorded trials */
export function recordedRow(
  recorded: RecordedResults | null,
  curve: Curve,
  hills: Pick<Hills, 'axis' | 'highest'>,
): RecordedRow | null {
  const { mean = null, sd = null, n = 0 } = recorded?.summary ?? {};
  if (recorded === null || mean === null) return null;
  const form = MEASURE_FORMS[recorded.measure];
  const parts = joinParts(
    `mean ${form.name} ${form.value(mean)}`,
    sd === null ? '' : `sd ${form.value(sd)}`,
    `n = ${n}`,
  );
  return {
    hill: outlineOf(curve, hills),
    meanMark: meanMark(mean, curve, hills),
    dots: dotsOf(recorded, hills.axis),
    mean: form.value(mean),
    spread: sd === null ? '' : `± ${form.bareAmount(sd)}`,
    trials: `n = ${n}`,
    description: `Recorded: ${parts}.`,
  };
}

/** What is recorded, and how it is told from a person's own trials; empty without a recorded run. */
export function recordedCaption(
  groups: readonly Pick<ScenarioResults, 'summary'>[],
  recorded: RecordedRun | null,
): string {
  if (recorded === null) return '';
  const marks = `Rings and dashed outlines are trials recorded on ${recorded.source}`;
  return groups.some(({ summary }) => summary.n > 0)
    ? `${marks}; no figure counts them.`
    : `${marks}: a ring is one trial, an outline how they spread. Your own trials will be filled.`;
}
