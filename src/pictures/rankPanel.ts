/** @file Accuracy, parameters and the gap over r as SVG, side by side. */
import type { Point, RankFigure, RankMark, RankPlot } from '../figures/rank/rankFigure';
import type { Theme } from '../figures/theme';
import type { Panel, PanelSize } from './input';
import { words } from './marks';
import { el, movedBy, type Element } from './svg';
import { textWidth, wrapped } from './textFit';

const GAP = 34;
const LEFT = 44;
const TOP = 26;
const HEIGHT = 190;
const PAD = 12;
const SMALL = 10.5;

interface Plot {
  readonly width: number;
  readonly x: (at: number) => number;
  readonly y: (at: number) => number;
  readonly theme: Theme;
}

export function rankPanel(figure: RankFigure, { width, theme }: PanelSize): Panel {
  const { plots, title, caption, description } = figure;
  const each = (width - GAP * (plots.length - 1)) / plots.length;
  const captions = plots.map((plot) => wrapped(plot.caption, each, 11, 6));
  const below = TOP + HEIGHT + 52;
  return {
    ...{ title, caption, description },
    content: plots.map((plot, i) =>
      movedBy(i * (each + GAP), 0, [
        ...plotOf(plot, figure, layoutOf(each, theme)),
        ...(captions[i] ?? []).map((line, j) =>
          words(0, below + 15 * j, line, { size: 11, fill: theme.quiet }),
        ),
      ]),
    ),
    height: below + 15 * Math.max(...captions.map((lines) => lines.length)) - 6,
  };
}

const layoutOf = (width: number, theme: Theme): Plot => ({
  ...{ width, theme },
  x: (at) => LEFT + PAD + at * (width - LEFT - 2 * PAD),
  y: (at) => TOP + HEIGHT - PAD - at * (HEIGHT - 2 * PAD),
});

function plotOf(plot: RankPlot, { axis }: RankFigure, layout: Plot): Element[] {
  const { width, x, y, theme } = layout;
  const bottom = TOP + HEIGHT;
  return [
    words(0, 12, plot.title, { size: 12.5, fill: theme.ink, bold: true }),
    ...plot.ticks.flatMap(({ at, text }) => [
      el('line', { x1: LEFT, x2: width, y1: y(at), y2: y(at), stroke: theme.line }),
      words(LEFT - 6, y(at) + 3.6, text, { size: SMALL, fill: theme.quiet, anchor: 'end' }),
    ]),
    el('line', { x1: LEFT, x2: width, y1: bottom, y2: bottom, stroke: theme.strong }),
    ...ticksThatFit(axis.ticks, x).map(({ at, text }) =>
      words(x(at), bottom + 14, text, { size: SMALL, fill: theme.quiet, anchor: 'middle' }),
    ),
    words((LEFT + width) / 2, bottom + 29, axis.label, { size: SMALL, fill: theme.quiet, anchor: 'middle' }),
    ...(plot.empty === ''
      ? []
      : wrapped(plot.empty, width - LEFT, 11, 3).map((line, i) =>
          words(LEFT + 4, TOP + 30 + 15 * i, line, { size: 11, fill: theme.quiet }),
        )),
    ...plot.marks.flatMap((mark) => markOf(mark, layout)),
    ...gapTexts(plot.marks, layout),
  ];
}

/** Labels of ranks that leave room for each other, the first one always. */
function ticksThatFit(ticks: RankFigure['axis']['ticks'], x: Plot['x']): RankFigure['axis']['ticks'] {
  let free = -Infinity;
  return ticks.filter(({ at, text }) => {
    const half = textWidth(text, SMALL) / 2;
    if (x(at) - half < free) return false;
    free = x(at) + half + 4;
    return true;
  });
}

function markOf(mark: RankMark, { x, y, theme }: Plot): Element[] {
  const placed = ({ x: across, y: up }: Point) => ({ cx: x(across), cy: y(up) });
  const between = (from: Point, to: Point) => ({ x1: x(from.x), y1: y(from.y), x2: x(to.x), y2: y(to.y) });
  switch (mark.kind) {
    case 'mean':
      return [
        el(
          'circle',
          { ...placed(mark), class: 'mean', r: 4.5, fill: mark.color },
          el('title', {}, mark.title),
        ),
      ];
    case 'trial':
      return [
        el('circle', { ...placed(mark), class: 'trial', r: 2.2, fill: mark.color, 'fill-opacity': 0.5 }),
      ];
    case 'training':
      return [
        el('circle', {
          ...{ ...placed(mark), class: 'training', r: 4, fill: theme.paper },
          ...{ stroke: mark.color, 'stroke-width': 1.75 },
        }),
      ];
    case 'line':
      return [el('line', { ...between(mark.from, mark.to), stroke: theme.quiet, 'stroke-width': 1.25 })];
    case 'gap':
      return [
        el('line', {
          ...{ ...between(mark.from, mark.to), class: 'gap' },
          ...{ stroke: theme.strong, 'stroke-width': 1.5 },
        }),
      ];
  }
}

/** How far apart training and validation are, above the higher of the two, where neighbours leave room. */
function gapTexts(marks: readonly RankMark[], { x, y, theme }: Plot): Element[] {
  let free = -Infinity;
  return marks.flatMap((mark) => {
    if (mark.kind !== 'gap') return [];
    const half = textWidth(mark.text, SMALL) / 2;
    const middle = x(mark.to.x);
    if (middle - half < free) return [];
    free = middle + half + 3;
    const top = y(Math.max(mark.from.y, mark.to.y)) - 8;
    return [words(middle, top, mark.text, { size: SMALL, fill: theme.ink, anchor: 'middle' })];
  });
}
