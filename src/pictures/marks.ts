/** @file Words and lines that all pictures share. */
import { number, el, type Element } from './svg';
import type { Theme } from './theme';

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
  /** Pixels from the left. */
  readonly x: number;
  readonly text: string;
}

export const AXIS_HEIGHT = 34;
const TICK_SIZE = 10.5;

/** A horizontal axis below what it measures: fine lines up to `top`, figures, and what they are. */
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

/** Multiples of 1, 2 or 5 times a power of ten from 0 up to `most`, in about `count` steps. */
export function ticksTo(most: number, count: number): number[] {
  const least = most / count;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= least * (1 - 1e-9)) ?? 10);
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, i) =>
    Number((i * step).toPrecision(6)),
  );
}
