/**
 * @file What the figures of costs have in common: one line per scenario, with its name, a track of marks and its
 * figure.
 */
import { ticks } from 'd3-array';
import type { Scenario } from '../../experiment/experiment';
import type { Figure, FigureAxis } from '../figure';
import type { Paint } from '../theme';
import type { PublishedCost } from './publishedCost';

export interface BarFigure extends Figure {
  readonly axis: FigureAxis;
  readonly rows: readonly BarRow[];
  /** What the shades of a bar mean, in the order of the bar's parts. */
  readonly legend: readonly LegendEntry[];
}

export interface BarRow {
  readonly scenario: Scenario;
  /** "26.0 MB"; null while nothing is known. */
  readonly figure: string | null;
  /** Whether the figure is an estimate: no trial has measured it yet. */
  readonly isEstimated: boolean;
  readonly marks: readonly BarMark[];
  readonly published: PublishedCost | null;
}

/** Positions are in [0, 1] along the track. */
export type BarMark =
  /** A dot at the end of a line from the beginning of the track. */
  | { readonly kind: 'dot'; readonly at: number }
  | { readonly kind: 'bar'; readonly to: number }
  /** A part of a bar. */
  | {
      readonly kind: 'part';
      readonly from: number;
      readonly to: number;
      readonly paint: Paint;
      /** "activations: 9.0 MB". */
      readonly title: string;
    }
  /** A single trial. */
  | { readonly kind: 'tick'; readonly at: number; readonly trial: string };

export interface LegendEntry {
  readonly label: string;
  readonly paint: Paint;
}

/** How many parts an axis has: a panel of the page has room for the labels of four ticks. */
const INTERVALS = 3;

/** Ticks at round numbers from 0 to at most `to`; none while nothing is known. */
export const barTicks = (to: number, any: boolean): number[] => (any ? ticks(0, to, INTERVALS) : []);

export const describeBars = (rows: readonly BarRow[]): string =>
  rows.map(({ scenario, figure }) => `${scenario.name}: ${figure ?? 'not known'}.`).join(' ');
