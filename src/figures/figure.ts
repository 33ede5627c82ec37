/**
 * @file What every figure is made of. A figure is plain data: the page and the saved picture draw the same one, each in
 * its own size, so positions are shares of an axis and colours are {@link Paint}.
 */
import { positionOn, type Range } from '../stats/densities/axis';

export interface Figure {
  readonly title: string;
  /** How to read the figure. */
  readonly caption: string;
  /** What the figure shows, for people who do not see it. */
  readonly description: string;
}

export interface Tick {
  readonly value: number;
  /** The tick's position: 0 is the beginning of the axis, 1 its end. */
  readonly at: number;
  readonly text: string;
}

export interface FigureAxis {
  /** What the axis measures. */
  readonly label: string;
  readonly ticks: readonly Tick[];
}

/** The ticks of a linear axis. */
export function linearTicks(
  values: readonly number[],
  range: Range,
  textOf: (value: number) => string,
): Tick[] {
  return values.map((value) => ({ value, at: positionOn(range, value), text: textOf(value) }));
}

/** Joins sentences into one text; empty ones are left out. */
export const joinSentences = (...sentences: readonly string[]): string =>
  sentences.filter((sentence) => sentence !== '').join(' ');

/** Joins the parts of a line with commas; empty ones are left out. */
export const joinParts = (...parts: readonly string[]): string =>
  parts.filter((part) => part !== '').join(', ');
