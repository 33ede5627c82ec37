/**
 * @file What the figures of costs have in common: one line per scenario, with its name, a track of marks and its
 * figure.
 */
import { ticks } from 'd3-array';
import type { Scenario } from '../../experiment/experiment';
import type { Figure, FigureAxis } from '../figure';
import type { Paint } from '../theme';

export interface BarFigure extends Figure {
  readonly axis: FigureAxis;
  readonly rows: readonly BarRow[];
  /** What the shades of a bar mean, in the order of the bar's parts. */
  readonly legend: readonly LegendEntry[];
  /** Whether others published what the figure shows: such marks have no scenario's colour. */
  readonly isPublished?: boolean;
}

export interface BarRow {
  readonly scenario: Scenario;
  /** "26.0 MB"; null while nothing is known. */
  readonly figure: string | null;
  /** Whether the figure is an estimate, or a recorded run's: no trial of the person's own has measured it yet. */
  readonly isEstimated: boolean;
  readonly marks: readonly BarMark[];
  /** What the rows from this one on have in common, where rows come in groups: "layer 12". */
  readonly group?: string;
}

/** Positions are in [0, 1] along the track. */
export type BarMark =
  /** A dot at the end of a line from the beginning of the track. */
  | { readonly kind: 'dot'; readonly at: number }
  | { readonly kind: 'bar'; readonly to: number }
  /** A hollow bar: a recorded run's, on another device. */
  | { readonly kind: 'recorded'; readonly to: number }
  /** A part of a bar. */
  | {
      readonly kind: 'part';
      readonly from: number;
      readonly to: number;
      readonly paint: Paint;
      /** "activations: 9.0 MB". */
      readonly title: string;
    }
  /** A mean with its deviation to either side. */
  | { readonly kind: 'spread'; readonly at: number; readonly from: number; readonly to: number }
  /** A single trial. */
  | { readonly kind: 'tick'; readonly at: number; readonly trial: string };

export interface LegendEntry {
  readonly label: string;
  readonly paint: Paint;
}

/** A panel of the page has room for the labels of so many ticks. */
const MOST_TICKS = 4;

/** Round values from 0 to at most `to`, as many as have room for their labels; none if there is nothing to show. */
export function barTicks(to: number, any: boolean): number[] {
  if (!any) return [];
  for (let wanted = MOST_TICKS; wanted > 1; wanted--) {
    const values = ticks(0, to, wanted);
    if (values.length <= MOST_TICKS) return values;
  }
  return ticks(0, to, 1);
}

export const describeBars = (rows: readonly BarRow[]): string =>
  rows.map(({ scenario, figure }) => `${scenario.name}: ${figure ?? 'not known'}.`).join(' ');
