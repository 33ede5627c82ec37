/** @file The marks of a row of costs as SVG. */
import type { BarMark } from '../figures/costs/barFigure';
import { colorOf, type Theme } from '../figures/theme';
import { diamond } from './marks';
import { el, type Element } from './svg';

/** The place of a row's marks, in pixels. */
export interface Track {
  readonly y: number;
  readonly height: number;
  /** Converts a position on the track to pixels. */
  readonly x: (at: number) => number;
}

/** What all marks of a row look like. */
export interface MarkStyle {
  readonly color: string;
  readonly isEstimated: boolean;
  /** Published bars are outlines. */
  readonly isPublished: boolean;
  readonly theme: Theme;
}

export function markOf(mark: BarMark, { y, height, x }: Track, style: MarkStyle): Element[] {
  const { color, theme } = style;
  const middle = y + height / 2;
  switch (mark.kind) {
    case 'dot':
      return [
        el('line', {
          ...{ x1: x(0), x2: x(mark.at), y1: middle, y2: middle },
          ...{ stroke: style.isPublished ? theme.quiet : color, 'stroke-width': 1.75 },
        }),
        style.isPublished
          ? diamond(x(mark.at), middle, theme)
          : el('circle', { cx: x(mark.at), cy: middle, r: Math.min(4.5, height / 2), fill: color }),
      ];
    case 'bar':
      return [
        el('rect', {
          ...{ class: style.isPublished ? 'published' : 'bar', x: x(0), y, width: x(mark.to) - x(0), height },
          ...(style.isPublished
            ? { fill: 'none', stroke: theme.quiet, 'stroke-width': 1.25 }
            : { rx: 1.5, fill: color }),
        }),
      ];
    case 'recorded':
      return [
        el('rect', {
          ...{ class: 'recorded', x: x(0), y, width: x(mark.to) - x(0), height, rx: 1.5 },
          ...{ fill: theme.paper, stroke: color, 'stroke-width': 1.5, 'stroke-dasharray': '4 3' },
        }),
      ];
    case 'part':
      return [
        el(
          'rect',
          {
            ...{ class: 'part', x: x(mark.from), y, width: x(mark.to) - x(mark.from), height },
            ...{ fill: colorOf(mark.paint, theme), opacity: style.isEstimated ? 0.55 : undefined },
          },
          el('title', {}, mark.title),
        ),
      ];
    case 'spread':
      return [
        el('line', {
          ...{ x1: x(mark.from), x2: x(mark.to), y1: middle, y2: middle },
          ...{ class: 'spread', stroke: theme.quiet, 'stroke-width': 2 },
        }),
        diamond(x(mark.at), middle, theme),
      ];
    case 'tick':
      return [
        el('line', {
          ...{ class: 'tick', x1: x(mark.at), x2: x(mark.at), y1: y - 2.5, y2: y + height + 2.5 },
          ...{ stroke: theme.ink, 'stroke-width': 1.25, 'stroke-opacity': 0.6 },
        }),
      ];
  }
}
