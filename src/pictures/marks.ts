/** @file Text and marks that all pictures share. */
import type { Theme } from '../figures/theme';
import { el, number, type Element } from './svg';

export interface WordStyle {
  readonly size: number;
  readonly fill: string;
  readonly bold?: boolean;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly family?: string;
  readonly rotate?: number;
}

/** One line of text with its baseline at y. */
export function words(x: number, y: number, text: string, style: WordStyle): Element {
  const { size, fill, bold, anchor, family, rotate } = style;
  return el(
    'text',
    {
      x,
      y,
      'font-size': size,
      fill,
      'font-weight': bold ? 600 : undefined,
      'text-anchor': anchor === 'start' ? undefined : anchor,
      'font-family': family,
      transform: rotate === undefined ? undefined : `rotate(${rotate} ${number(x)} ${number(y)})`,
    },
    text,
  );
}

export interface Tick {
  /** The distance from the left in pixels. */
  readonly x: number;
  readonly text: string;
}

export const AXIS_HEIGHT = 34;
const TICK_SIZE = 10.5;

/** A horizontal axis below its marks: fine lines up to `top`, figures, and what they measure. */
export function bottomAxis(
  ticks: readonly Tick[],
  { top, y, from, to, title }: { top: number; y: number; from: number; to: number; title: string },
  theme: Theme,
): Element[] {
  return [
    ...ticks.map(({ x }) => el('line', { x1: x, x2: x, y1: top, y2: y + 3, stroke: theme.line })),
    el('line', { x1: from, x2: to, y1: y, y2: y, stroke: theme.strong }),
    ...ticks.map(({ x, text }) =>
      words(x, y + 14, text, { size: TICK_SIZE, fill: theme.quiet, anchor: 'middle' }),
    ),
    words((from + to) / 2, y + 29, title, { size: TICK_SIZE, fill: theme.quiet, anchor: 'middle' }),
  ];
}

/** The mark of a published figure, with its middle at (x, y). */
export const diamond = (x: number, y: number, theme: Theme): Element =>
  el('path', {
    d: `M${number(x - 4.5)} ${number(y)}l4.5 -4.5l4.5 4.5l-4.5 4.5Z`,
    ...{ class: 'published', fill: theme.paper, stroke: theme.ink, 'stroke-width': 1.25 },
  });
