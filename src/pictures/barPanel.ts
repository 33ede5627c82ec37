/**
 * @file A figure of costs as SVG: one line per scenario with its name, a track of marks and its figure, and an axis
 * below.
 */
import type { BarFigure, BarRow } from '../figures/costs/barFigure';
import { colorOf, type Theme } from '../figures/theme';
import { markOf } from './barMarks';
import type { Panel, PanelSize } from './input';
import { AXIS_HEIGHT, bottomAxis, words } from './marks';
import { el, movedBy, type Element } from './svg';
import { fitted, textWidth } from './textFit';

const FIGURE_WIDTH = 92;
const PAD = 8;
const THICKEST = 12;

interface BarLayout {
  /** The width of the names in pixels. */
  readonly label: number;
  readonly width: number;
  readonly rowHeight: number;
  readonly theme: Theme;
  readonly isPublished: boolean;
  /** Converts a position on the track to pixels. */
  readonly x: (at: number) => number;
}

export function barPanel(
  figure: BarFigure,
  { width, theme, rowHeight = figure.rows.length <= 20 ? 26 : 19 }: PanelSize,
): Panel {
  const { rows, axis, isPublished = false } = figure;
  const label = Math.min(230, Math.max(140, width * 0.3));
  const track = width - label - FIGURE_WIDTH - 2 * PAD;
  const x = (at: number): number => label + PAD + at * track;
  const layout: BarLayout = { label, width, rowHeight, theme, isPublished, x };
  const bottom = rows.length * rowHeight + 4;
  const ticks = axis.ticks.map(({ at, text }) => ({ x: x(at), text }));
  const below = bottom + AXIS_HEIGHT;
  const legend = legendOf(figure, width, theme);
  return {
    title: figure.title,
    content: [
      ...bottomAxis(ticks, { top: 0, y: bottom, from: x(0), to: x(1), title: axis.label }, theme),
      ...rows.map((row, i) => movedBy(0, i * rowHeight, rowOf(row, layout))),
      ...(legend.height > 0 ? [movedBy(0, below + 6, legend.content)] : []),
    ],
    height: below + (legend.height > 0 ? 6 + legend.height : 0),
    caption: figure.caption,
    description: figure.description,
  };
}

function rowOf(row: BarRow, layout: BarLayout): Element[] {
  const { label, width, rowHeight, theme, x, isPublished } = layout;
  const { scenario, figure } = row;
  const size = rowHeight < 22 ? 11 : 12;
  const base = rowHeight / 2 + size * 0.36;
  const height = Math.min(THICKEST, rowHeight - 8);
  const track = { y: (rowHeight - height) / 2, height, x };
  const style = { color: scenario.color, isEstimated: row.isEstimated, isPublished, theme };
  return [
    el('rect', { x: 0, y: 4, width: 4, height: rowHeight - 8, rx: 1, fill: scenario.color }),
    words(12, base, fitted(scenario.name, label - 16, size), { size, fill: theme.ink }),
    ...row.marks.flatMap((mark) => markOf(mark, track, style)),
    words(width, base, figure ?? '–', {
      ...{ size, fill: row.isEstimated ? theme.quiet : theme.ink },
      ...{ bold: !row.isEstimated, anchor: 'end' as const },
    }),
  ];
}

const LEGEND_LINE = 15;

/** The shades with their meaning, on as many lines as the width needs. */
export function legendOf(
  { legend }: BarFigure,
  width: number,
  theme: Theme,
): { readonly content: Element[]; readonly height: number } {
  let [x, line] = [0, 0];
  const content = legend.flatMap(({ label, paint }) => {
    const wide = 15 + textWidth(label, 10.5);
    if (x > 0 && x + wide > width) [x, line] = [0, line + 1];
    const [left, top] = [x, line * LEGEND_LINE];
    x += wide + 13;
    return [
      el('rect', { x: left, y: top, width: 10, height: 10, fill: colorOf(paint, theme) }),
      words(left + 15, top + 9, label, { size: 10.5, fill: theme.quiet }),
    ];
  });
  return { content, height: legend.length > 0 ? line * LEGEND_LINE + 14 : 0 };
}
