/** @file Accuracy against cost: a mark a scenario with its interval, and the Pareto front as a line of steps. */
import type { Measure, Scenario } from '../../experiment/experiment';
import type { CostKind } from '../../race/costs';
import { positionOn, zoomedAxis } from '../../stats/densities/axis';
import { formatInterval, MEASURE_FORMS, type MeasureForm } from '../../stats/measures/measureForm';
import { joinSentences, type Figure, type FigureAxis } from '../figure';
import { costAxis, costValue } from './costAxis';
import { dominatorOf, paretoFront, placeOf, type FrontPlace, type FrontPoint } from './frontPoints';

/** Positions are in [0, 1]: from the left, and from the bottom. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface FrontMark extends Spot {
  readonly name: string;
  readonly color: string;
  /** The ends of the mean's interval from the bottom; null for fewer than three values. */
  readonly interval: { readonly from: number; readonly to: number } | null;
  readonly isOnFront: boolean;
  readonly isRecommended: boolean;
  /** Its values in one line, for people who point at it. */
  readonly title: string;
}

/** A scenario as a row of the table that says the same in words. */
export interface FrontRow {
  readonly scenario: Scenario;
  readonly seeds: string;
  readonly mean: string;
  readonly interval: string;
  readonly cost: string;
  /** "on the front", "“up” is as good for less", or why it is not drawn. */
  readonly note: string;
}

export interface FrontFigure extends Figure {
  readonly cost: CostKind;
  /** What is cheap is at the left. */
  readonly axis: FigureAxis;
  /** What is good is at the top. */
  readonly valueAxis: FigureAxis;
  /** Those on the front last, so that they are drawn over the others. */
  readonly marks: readonly FrontMark[];
  /** The corners of the front's line, from the left to the right. */
  readonly front: readonly Spot[];
  readonly rows: readonly FrontRow[];
  /** Why there is nothing to see; empty if there is. */
  readonly empty: string;
}

export interface FrontOptions {
  readonly cost: CostKind;
  readonly measure: Measure;
  /** The one that a race recommends; null if there is none. */
  readonly recommended: Scenario | null;
  /** Which of the differences are no more than chance may be: sentences of whoever has the rule. */
  readonly told: string;
  /** What else to bear in mind; empty for nothing. */
  readonly notes?: string;
}

export const COST_NAMES: Readonly<Record<CostKind, string>> = {
  memory: 'memory',
  parameters: 'parameters',
  time: 'time',
};

const READING =
  'A mark is a scenario’s mean with its 95 % t interval. The line is the Pareto front, by the means alone: for a filled mark ' +
  'on it there is no other that is at least as good and costs no more; for a hollow one there is.';

export function frontFigure(points: readonly FrontPoint[], options: FrontOptions): FrontFigure {
  const { cost, measure, recommended } = options;
  const form = MEASURE_FORMS[measure];
  const places = points.map((point) => placeOf(point, cost));
  const front = paretoFront(places);
  const rows = points.map((point, i) => rowOf(point, noteOf(i, { points, places, front }), cost, form));
  const x = costAxis(
    cost,
    places.flatMap((place) => place?.cost ?? []),
  );
  const y = valueAxis(
    points.filter((_, i) => places[i]),
    form,
  );
  const marks = points.flatMap((point, i): FrontMark[] => {
    const place = places[i];
    const row = rows[i];
    if (!place || !row) return [];
    const { interval } = point.summary;
    return [
      {
        ...{ x: x.position(place.cost), y: y.position(place.mean) },
        ...{ name: point.scenario.name, color: point.scenario.color },
        interval: interval && { from: y.position(interval.from), to: y.position(interval.to) },
        isOnFront: front.includes(i),
        isRecommended: point.scenario === recommended,
        title: titleOf(row),
      },
    ];
  });
  return {
    title: `${form.head} against ${COST_NAMES[cost]}`,
    caption: marks.length === 0 ? '' : joinSentences(READING, options.told, options.notes ?? ''),
    description: describe(rows),
    cost,
    axis: { label: x.label, ticks: x.ticks },
    valueAxis: { label: `mean ${form.name}`, ticks: y.ticks },
    marks: [...marks].sort((a, b) => Number(a.isOnFront) - Number(b.isOnFront)),
    front: steps(
      front
        .flatMap((i) => places[i] ?? [])
        .map((place) => ({ x: x.position(place.cost), y: y.position(place.mean) })),
    ),
    rows,
    empty: marks.length === 0 ? 'Scenarios with finished trials will stand here.' : '',
  };
}

/** The axis of values holds all means with their intervals, as far as values go. */
function valueAxis(points: readonly FrontPoint[], form: MeasureForm) {
  const ends = points.flatMap(({ summary: { mean, interval } }) =>
    [mean, interval?.from, interval?.to].flatMap((value) => value ?? []),
  );
  const clamped = (value: number): number => Math.max(form.lowest, Math.min(1, value));
  if (ends.length === 0) return { ticks: [], position: () => 0 };
  const range = { from: clamped(Math.min(...ends)), to: clamped(Math.max(...ends)) };
  // A single value has no range of its own.
  const axis = zoomedAxis(
    range.from < range.to ? range : { from: range.from - 0.005, to: range.to + 0.005 },
    form.lowest,
  );
  const texts = form.ticks(axis);
  const position = (value: number): number => positionOn(axis, clamped(value));
  const every = Math.ceil(axis.ticks.length / 6);
  const ticks = axis.ticks
    .map((value, i) => ({ value, at: position(value), text: texts[i] ?? '' }))
    .filter((_, i) => i % every === 0);
  return { ticks, position };
}

/** As good as the last one until the next costs no more: to the right, and up. The last one holds to the end of the axis. */
function steps(spots: readonly Spot[]): Spot[] {
  const corners = spots.flatMap((spot, i): Spot[] => {
    const before = spots[i - 1];
    return before ? [{ x: spot.x, y: before.y }, spot] : [spot];
  });
  const last = spots.at(-1);
  return last ? [...corners, { x: 1, y: last.y }] : [];
}

interface Known {
  readonly points: readonly FrontPoint[];
  readonly places: readonly (FrontPlace | null)[];
  readonly front: readonly number[];
}

function noteOf(index: number, { points, places, front }: Known): string {
  const place = places[index];
  if (!place) return points[index]?.summary.mean === null ? 'no trial has ended' : 'its cost is not known';
  const by = dominatorOf(place, places, front);
  if (by === null) return 'on the front';
  const isCheaper = (places[by]?.cost ?? 0) < place.cost;
  return `off the front: “${points[by]?.scenario.name ?? ''}” has at least its mean ${isCheaper ? 'for less' : 'for as much'}`;
}

function rowOf(
  { scenario, summary, costs }: FrontPoint,
  note: string,
  kind: CostKind,
  form: MeasureForm,
): FrontRow {
  const { n, mean, interval } = summary;
  const cost = costs[kind];
  return {
    ...{ scenario, note, seeds: String(n) },
    mean: mean === null ? '–' : form.value(mean),
    interval: interval ? formatInterval(interval, form) : '–',
    cost: cost === null ? '–' : costValue(kind, cost),
  };
}

function titleOf({ scenario, seeds, mean, interval, cost, note }: FrontRow): string {
  const spread = interval === '–' ? '' : ` (${interval})`;
  return `${scenario.name}: ${mean}${spread}, ${seeds} ${seeds === '1' ? 'seed' : 'seeds'}; ${cost}; ${note}.`;
}

const describe = (rows: readonly FrontRow[]): string => rows.map(titleOf).join(' ');
