/**
 * @file A figure of costs as SVG: one line per scenario with its name, a track of marks and its figure, and an axis
 * below.
 */
import type { BarFigure, BarMark, BarRow } from '../figures/costs/barFigure';
import { colorOf, type Theme } from '../figures/theme';
import type { Panel, PanelSize } from './input';
import { AXIS_HEIGHT, bottomAxis, diamond, words } from './marks';
import { el, movedBy, type Element } from './svg';
import { fitted, textWidth } from './textFit';

const FIGURE_WIDTH = 78;
const PAD = 8;
const THICKEST = 12;
/** The height below a row for its published figure, in pixels. */
const PUBLISHED_HEIGHT = 16;

interface BarLayout {
  /** The width of the names in pixels. */
  readonly label: number;
  readonly width: number;
  readonly rowHeight: number;
  readonly theme: Theme;
  /** Converts a position on the track to pixels. */
  readonly x: (at: number) => number;
}

export function barPanel(
  figure: BarFigure,
  { width, theme, rowHeight = figure.rows.length <= 20 ? 26 : 19 }: PanelSize,
): Panel {
  const { rows, axis } = figure;
  const label = Math.min(230, Math.max(140, width * 0.3));
  const track = width - label - FIGURE_WIDTH - 2 * PAD;
  const x = (at: number): number => label + PAD + at * track;
  const layout: BarLayout = { label, width, rowHeight, theme, x };
  const step = rowHeight + (rows.some(({ published }) => published) ? PUBLISHED_HEIGHT : 0);
  const bottom = rows.length * step + 4;
  const ticks = axis.ticks.map(({ at, text }) => ({ x: x(at), text }));
  const below = bottom + AXIS_HEIGHT;
  return {
    title: figure.title,
    content: [
      ...bottomAxis(ticks, { top: 0, y: bottom, from: x(0), to: x(1), title: axis.label }, theme),
      ...rows.map((row, i) => movedBy(0, i * step, [...rowOf(row, layout), ...publishedOf(row, layout)])),
      ...(figure.legend.length > 0 ? [movedBy(0, below + 6, legendOf(figure, theme))] : []),
    ],
    height: below + (figure.legend.length > 0 ? 20 : 0),
    caption: figure.caption,
    description: figure.description,
  };
}

function rowOf(row: BarRow, { label, width, rowHeight, theme, x }: BarLayout): Element[] {
  const { scenario, figure } = row;
  const size = rowHeight < 22 ? 11 : 12;
  const base = rowHeight / 2 + size * 0.36;
  const height = Math.min(THICKEST, rowHeight - 8);
  const bar = { y: (rowHeight - height) / 2, height, color: scenario.color, isEstimated: row.isEstimated };
  return [
    el('rect', { x: 0, y: 4, width: 4, height: rowHeight - 8, rx: 1, fill: scenario.color }),
    words(12, base, fitted(scenario.name, label - 16, size), { size, fill: theme.ink }),
    ...row.marks.flatMap((mark) => markOf(mark, bar, x, theme)),
    words(width, base, figure ?? '–', {
      ...{ size, fill: row.isEstimated ? theme.quiet : theme.ink },
      ...{ bold: !row.isEstimated, anchor: 'end' as const },
    }),
  ];
}

interface Bar {
  readonly y: number;
  readonly height: number;
  readonly color: string;
  readonly isEstimated: boolean;
}

function markOf(
  mark: BarMark,
  { y, height, color, isEstimated }: Bar,
  x: BarLayout['x'],
  theme: Theme,
): Element[] {
  const middle = y + height / 2;
  switch (mark.kind) {
    case 'dot':
      return [
        el('line', {
          ...{ x1: x(0), x2: x(mark.at), y1: middle, y2: middle },
          ...{ stroke: color, 'stroke-width': 1.75 },
        }),
        el('circle', { cx: x(mark.at), cy: middle, r: Math.min(4.5, height / 2), fill: color }),
      ];
    case 'bar':
      return [
        el('rect', { class: 'bar', x: x(0), y, width: x(mark.to) - x(0), height, rx: 1.5, fill: color }),
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
            ...{ fill: colorOf(mark.paint, theme), opacity: isEstimated ? 0.55 : undefined },
          },
          el('title', {}, mark.title),
        ),
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

function publishedOf({ published }: BarRow, { label, rowHeight, theme, x }: BarLayout): Element[] {
  if (!published) return [];
  const middle = rowHeight + PUBLISHED_HEIGHT / 2 - 3;
  const end = x(published.at);
  return [
    words(12, middle + 4, fitted(published.text, label - 16, 10), { size: 10, fill: theme.quiet }),
    published.kind === 'mark'
      ? diamond(end, middle, theme)
      : el('rect', {
          ...{ class: 'published', x: x(0), y: middle - 3.5, width: end - x(0), height: 7 },
          ...{ fill: 'none', stroke: theme.quiet, 'stroke-width': 1.25 },
        }),
  ];
}

function legendOf({ legend }: BarFigure, theme: Theme): Element[] {
  let x = 0;
  return legend.flatMap(({ label, paint }) => {
    const left = x;
    x += 28 + textWidth(label, 10.5);
    return [
      el('rect', { x: left, y: 0, width: 10, height: 10, fill: colorOf(paint, theme) }),
      words(left + 15, 9, label, { size: 10.5, fill: theme.quiet }),
    ];
  });
}
