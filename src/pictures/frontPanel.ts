/** @file Accuracy against cost as SVG: the plot, and below it the names that have no room in it. */
import type { FrontFigure, FrontMark } from '../figures/front/frontFigure';
import type { Theme } from '../figures/theme';
import { frontNames } from './frontNames';
import type { Panel, PanelSize } from './input';
import { AXIS_HEIGHT, bottomAxis, words } from './marks';
import { el, movedBy, number, type Element } from './svg';
import { fitted } from './textFit';

const LEFT = 56;
const TOP = 20;
const HEIGHT = 320;
const SMALL = 10.5;
const NAME = 11.5;
const LINE = 17;
const COLUMNS = 4;

interface Plot {
  readonly x: (at: number) => number;
  readonly y: (at: number) => number;
  readonly theme: Theme;
}

export function frontPanel(figure: FrontFigure, { width, theme }: PanelSize): Panel {
  const { axis, valueAxis, marks, front, empty, title, caption, description } = figure;
  const plot: Plot = {
    x: (at) => LEFT + at * (width - LEFT),
    y: (at) => TOP + (1 - at) * HEIGHT,
    theme,
  };
  const { x, y } = plot;
  const names = frontNames(figure, { width: width - LEFT, height: HEIGHT, size: NAME });
  const others = marks.filter((mark) => !names.some((name) => name.mark === mark));
  const below = TOP + HEIGHT + AXIS_HEIGHT + 8;
  return {
    ...{ title, caption, description },
    content: [
      words(0, 8, valueAxis.label, { size: SMALL, fill: theme.quiet }),
      ...valueAxis.ticks.flatMap(({ at, text }) => [
        el('line', { x1: LEFT, x2: width, y1: y(at), y2: y(at), stroke: theme.line, class: 'across' }),
        words(LEFT - 6, y(at) + 3.6, text, { size: SMALL, fill: theme.quiet, anchor: 'end' }),
      ]),
      ...bottomAxis(
        axis.ticks.map(({ at, text }) => ({ x: x(at), text })),
        { top: TOP, y: TOP + HEIGHT, from: LEFT, to: width, title: axis.label },
        theme,
      ),
      ...(empty === '' ? [] : [words(LEFT + 8, TOP + 24, empty, { size: 11, fill: theme.quiet })]),
      ...(front.length === 0
        ? []
        : [
            el('path', {
              d: `M${front.map((spot) => `${number(x(spot.x))} ${number(y(spot.y))}`).join('L')}`,
              ...{ class: 'front', fill: 'none', stroke: theme.ink, 'stroke-width': 1.5 },
            }),
          ]),

      ...marks.flatMap((mark) => drawnMark(mark, plot)),
      movedBy(
        LEFT,
        TOP,
        names.map(({ mark, text, anchor, ...at }) =>
          words(at.x, at.y, text, {
            ...{ size: NAME, anchor, bold: mark.isRecommended },
            fill: mark.isOnFront ? theme.ink : theme.quiet,
          }),
        ),
      ),
      movedBy(0, below, legendOf(others, width, theme)),
    ],
    height: below + Math.ceil(others.length / COLUMNS) * LINE - (others.length > 0 ? 0 : 6),
  };
}

function drawnMark(
  { interval, isOnFront, isRecommended, color, title, ...at }: FrontMark,
  plot: Plot,
): Element[] {
  const { theme } = plot;
  const [cx, cy] = [plot.x(at.x), plot.y(at.y)];
  const opacity = isOnFront ? undefined : 0.55;
  return [
    ...(interval
      ? [
          el('line', {
            ...{ x1: cx, x2: cx, y1: plot.y(interval.to), y2: plot.y(interval.from) },
            ...{ class: 'interval', stroke: color, 'stroke-width': 2.5, opacity },
          }),
        ]
      : []),
    ...(isRecommended
      ? [
          el('circle', {
            cx,
            cy,
            r: 8.5,
            class: 'ring',
            fill: 'none',
            stroke: theme.ink,
            'stroke-width': 1.5,
          }),
        ]
      : []),
    el(
      'circle',
      {
        ...{ cx, cy, class: 'mean', r: 5, opacity },
        ...(isOnFront ? { fill: color } : { fill: theme.paper, stroke: color, 'stroke-width': 1.75 }),
      },
      el('title', {}, title),
    ),
  ];
}

/** Names that have no room in the plot, with their colours. */
function legendOf(marks: readonly FrontMark[], width: number, theme: Theme): Element[] {
  const column = width / COLUMNS;
  return marks.flatMap(({ name, color, isOnFront }, i) => {
    const [left, top] = [(i % COLUMNS) * column, Math.floor(i / COLUMNS) * LINE];
    return [
      el('circle', {
        ...{ cx: left + 5, cy: top + 6, r: 4 },
        ...(isOnFront ? { fill: color } : { fill: theme.paper, stroke: color, 'stroke-width': 1.5 }),
      }),
      words(left + 15, top + 10, fitted(name, column - 24, 11), { size: 11, fill: theme.quiet }),
    ];
  });
}
