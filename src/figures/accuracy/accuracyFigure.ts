/**
 * @file Accuracies of all scenarios on one axis, or their values by another measure: each scenario has the hill of its
 * density above a strip of its trials.
 */
import { formatMixed } from '../mixedPrecision';
import type { Measure, Scenario } from '../../experiment/experiment';
import { liesOn, positionOn, type Axis, type Range } from '../../stats/densities/axis';
import type { Guessing } from '../../stats/guessing';
import { hillsOf, type AxisScale, type Curve, type Hills } from '../../stats/densities/hills';
import {
  formatBandwidth,
  formatLeftOut,
  formatOutside,
  formatResolution,
  formatUnmeasured,
} from '../../stats/formatSummary';
import { formatInterval, MEASURE_FORMS, type MeasureForm } from '../../stats/measures/measureForm';
import { formatCollapsed } from '../../stats/collapse';
import { othersText } from '../../stats/outcomes';
import { joinParts, joinSentences, type Figure, type FigureAxis } from '../figure';
import { formatHidden } from '../formatHidden';
import { formatGroupsTrainedBy, measureOfGroups, type ScenarioResults } from '../scenarioResults';
import { hasRecorded, type RecordedRun } from '../recorded';
import { dotsOf, meanMark, outlineOf, type HillPoint, type TrialDot } from './marks';
import { recordedCaption, recordedRow, type RecordedRow } from './recordedRow';

export interface AccuracyOptions {
  /** The whole scale, the range of the data, or the range that a person has chosen. */
  readonly scale: AxisScale;
  /** Validation sentences behind each value; null if not known. */
  readonly rows: number | null;
  /** The accuracy of guessing; null if not known. */
  readonly guessing?: Guessing | null | undefined;
  /** How many scenarios the figure leaves out. */
  readonly hidden?: number;
  /** A recorded run to draw beside the results; none of their figures counts it. */
  readonly recorded?: RecordedRun | null;
}

export interface AccuracyFigure extends Figure {
  /** The measure whose values are shown. */
  readonly measure: Measure;
  /** The part of the measure's scale that is shown. */
  readonly range: Range;
  /** The whole scale. */
  readonly whole: Range;
  readonly axis: FigureAxis;
  /** The accuracy of guessing; null if it is not known or not on the axis. */
  readonly guessing: GuessingMark | null;
  readonly rows: readonly AccuracyRow[];
  /** Whether any trial has an accuracy, be it a recorded one. */
  readonly any: boolean;
  /** What the range does not show; empty if it shows all trials. */
  readonly outside: string;
}

export interface GuessingMark {
  readonly at: number;
  readonly label: string;
  /** Which side of the mark has room for the label. */
  readonly side: 'left' | 'right';
}

/** Positions along the axis and heights of the hill are in [0, 1]. */
export interface AccuracyRow {
  readonly scenario: Scenario;
  /** What positions and texts are of. */
  readonly measure: Measure;
  readonly texts: AccuracyTexts;
  readonly description: string;
  /** Outline of the density; empty for fewer than three trials. All hills of a figure have the same area. */
  readonly hill: readonly HillPoint[];
  /** The mean and the hill's height there; null if it is not on the axis, or no part of the hill is above it. */
  readonly mean: HillPoint | null;
  /** The 95 % t interval of the mean as far as it lies on the axis; null for fewer than three trials. */
  readonly interval: Range | null;
  readonly dots: readonly TrialDot[];
  /** The scenario's recorded trials; null if it has none. */
  readonly recorded: RecordedRow | null;
}

export interface AccuracyTexts {
  /** "91.3 %", or why there is none. */
  readonly mean: string;
  readonly hasMean: boolean;
  /** "± 1.1"; empty where there is no mean. */
  readonly spread: string;
  /** "95 %: 89.9 to 92.6 %"; empty for fewer than three trials. */
  readonly interval: string;
  /** "n = 5 of 6". */
  readonly trials: string;
  /** "1 diverged"; empty if all trials ended as done. */
  readonly others: string;
  /** Why there is no hill; empty if there is one, or no trial. */
  readonly note: string;
}

export function accuracyFigure(
  groups: readonly ScenarioResults[],
  { scale, rows, guessing = null, hidden = 0, recorded = null }: AccuracyOptions,
): AccuracyFigure {
  const measure = measureOfGroups(groups);
  const form = MEASURE_FORMS[measure];
  const values = groups.map((group) => group.values);
  const beside = hasRecorded(recorded) ? recorded : null;
  const hills = hillsOf(
    values,
    scale,
    guessing?.share ?? null,
    { from: form.lowest, to: 1 },
    groups.map((_, i) => beside?.groups[i]?.values ?? []),
  );
  const { axis, whole, any } = hills;
  return {
    measure,
    title: `Validation ${form.name}`,
    caption: joinSentences(
      recordedCaption(groups, beside),
      readingOf(groups, beside !== null),
      smoothingOf(hills, form),
      formatResolution(groups, rows, form),
      any ? (guessing?.sentence ?? '') : '',
      formatCollapsed(groups),
      formatUnmeasured(groups, form),
      formatLeftOut(groups),
      formatGroupsTrainedBy(groups),
      formatMixed(groups),
      formatHidden(hidden),
    ),
    description: groups.map((group) => describe(group, form)).join(' '),
    ...{
      range: axis,
      whole,
      axis: figureAxis(axis, form),
      guessing: guessing && guessingMark(guessing, axis),
      any,
    },
    rows: groups.map((group, i) => ({
      ...accuracyRow(group, hills.curves[i] ?? [], hills, form),
      recorded: recordedRow(beside?.groups[i] ?? null, hills.beside[i] ?? [], hills),
    })),
    outside: formatOutside(axis, values.flat()),
  };
}

/** How the curves were computed; where recorded ones alone are drawn, how those were. */
function smoothingOf(
  { curves, beside, bandwidth, besideBandwidth, reflected }: Hills,
  form: MeasureForm,
): string {
  const [own, recorded] = [curves, beside].map((some) => some.some((curve) => curve.length > 0));
  if (own)
    return joinSentences(
      formatBandwidth(bandwidth, reflected, form),
      recorded ? `That of the dashed outlines is ${form.amount(besideBandwidth, 1)}.` : '',
    );
  return recorded ? formatBandwidth(besideBandwidth, reflected, form) : '';
}

/** How to read the figure. The interval is explained once there is one. */
function readingOf(groups: readonly ScenarioResults[], isRecorded: boolean): string {
  if (groups.every(({ summary }) => summary.n === 0))
    return isRecorded
      ? ''
      : 'Each finished trial becomes a dot; from three trials on, a curve shows how they spread.';
  return groups.some(({ summary }) => summary.interval !== null)
    ? 'A dot is one trial, the dashed line their mean, the bar at its foot the mean’s 95 % interval (Student’s t); ± ' +
        'is the standard deviation over trials.'
    : 'A dot is one trial, the dashed line their mean; ± is the standard deviation over trials. From three trials ' +
        'on, a curve and a 95 % interval show how they spread.';
}

function figureAxis(axis: Axis, form: MeasureForm): FigureAxis {
  const texts = form.ticks(axis);
  const ticks = axis.ticks.map((value, i) => ({ value, at: positionOn(axis, value), text: texts[i] ?? '' }));
  return { label: `validation ${form.name}`, ticks };
}

function guessingMark({ share, label }: Guessing, axis: Axis): GuessingMark | null {
  if (share >= axis.to || !liesOn(axis, share)) return null;
  const at = positionOn(axis, share);
  return { at, label, side: at > 0.5 ? 'left' : 'right' };
}

function accuracyRow(
  group: ScenarioResults,
  curve: Curve,
  { axis, highest }: Hills,
  form: MeasureForm,
): Omit<AccuracyRow, 'recorded'> {
  const { scenario, summary, measure } = group;
  const onAxis = (value: number): number => Math.min(1, Math.max(0, positionOn(axis, value)));
  const { interval } = summary;
  return {
    ...{ scenario, measure, texts: accuracyTexts(group, form), description: describe(group, form) },
    hill: outlineOf(curve, { axis, highest }),
    mean: meanMark(summary.mean, curve, { axis, highest }),
    interval:
      interval && meets(axis, interval) ? { from: onAxis(interval.from), to: onAxis(interval.to) } : null,
    dots: dotsOf(group, axis),
  };
}

const meets = (one: Range, other: Range): boolean => one.from <= other.to && other.from <= one.to;

/** Why a row has no hill, by its number of trials. */
const NOTES: Readonly<Record<number, string>> = {
  1: 'One trial has no spread; three make a curve.',
  2: 'Two trials hardly show a spread; three make a curve.',
};

function accuracyTexts({ summary, others, open, done }: ScenarioResults, form: MeasureForm): AccuracyTexts {
  const { mean, sd, interval, n } = summary;
  const rest = othersText({ others });
  const all = done.length + open + Object.values(others).reduce((sum, count) => sum + count, 0);
  return {
    mean: mean === null ? (open > 0 && rest === '' ? 'not run yet' : `no ${form.name}`) : form.value(mean),
    hasMean: mean !== null,
    spread: mean === null ? '' : sd === null ? 'sd –' : `± ${form.bareAmount(sd)}`,
    interval: interval ? `95 %: ${formatInterval(interval, form)}` : '',
    trials: (open > 0 || n < done.length) && mean !== null ? `n = ${n} of ${all}` : `n = ${n}`,
    others: rest,
    note: NOTES[n] ?? '',
  };
}

function describe({ scenario, summary, others }: ScenarioResults, form: MeasureForm): string {
  const { mean, sd, interval, n } = summary;
  if (mean === null) return `${scenario.name}: ${othersText({ others }) || 'no trial yet'}.`;
  const parts = joinParts(
    `mean ${form.name} ${form.value(mean)}`,
    `sd ${sd === null ? 'unknown' : form.value(sd)}`,
    interval ? `95 % interval ${formatInterval(interval, form)}` : '',
    `n = ${n}`,
    othersText({ others }),
  );
  return `${scenario.name}: ${parts}.`;
}
