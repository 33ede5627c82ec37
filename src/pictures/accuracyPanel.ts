/** @file The figure of accuracies as SVG. */
import type { AccuracyFigure, AccuracyRow } from '../figures/accuracy/accuracyFigure';
import { hillPaths } from '../figures/accuracy/hillPaths';
import { joinSentences } from '../figures/figure';
import type { Theme } from '../figures/theme';
import { accuracyLabel, hasOneLine } from './accuracyLabel';
import type { Panel, PanelSize } from './input';
import { AXIS_HEIGHT, bottomAxis, words } from './marks';
import { el, movedBy, type Element } from './svg';

const PAD = 8;

/** The height of a row in pixels: with few scenarios rows may be tall. */
export function accuracyRowHeight(scenarios: number): number {
  return scenarios <= 8 ? 74 : scenarios <= 20 ? 58 : 42;
}

interface RowLayout {
  readonly label: number;
  /** Converts a position on the axis to pixels. */
  readonly x: (at: number) => number;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

export function accuracyPanel(
  figure: AccuracyFigure,
  { width, theme, rowHeight = accuracyRowHeight(figure.rows.length) }: PanelSize,
): Panel {
  const { axis, guessing, rows } = figure;
  const label = Math.min(250, Math.max(180, width * (hasOneLine(rowHeight) ? 0.45 : 0.32)));
  const x = (at: number): number => label + PAD + at * (width - label - 2 * PAD);
  const layout: RowLayout = { label, x, width, height: rowHeight, theme };
  const bottom = rows.length * rowHeight + 4;
  const ticks = axis.ticks.map(({ at, text }) => ({ x: x(at), text }));
  return {
    title: figure.title,
    content: [
      ...bottomAxis(ticks, { top: 0, y: bottom, from: label, to: width, title: axis.label }, theme),
      ...(guessing ? guessingMark(x(guessing.at), bottom, guessing, theme) : []),
      ...rows.map((row, i) =>
        movedBy(0, i * rowHeight, [
          ...accuracyLabel(row, layout),
          ...recordedOf(row, layout),
          ...hillOf(row, layout),
          ...stripOf(row, layout),
        ]),
      ),
    ],
    height: bottom + AXIS_HEIGHT,
    caption: joinSentences(
      figure.caption,
      hasOneLine(rowHeight)
        ? 'The number of trials stands in brackets; * has others that ended without an accuracy.'
        : '',
      figure.outside,
    ),
    description: figure.description,
  };
}

function guessingMark(
  x: number,
  bottom: number,
  { label, side }: NonNullable<AccuracyFigure['guessing']>,
  theme: Theme,
): Element[] {
  const style = { size: 11, fill: theme.quiet };
  return [
    el('line', {
      ...{ x1: x, x2: x, y1: -8, y2: bottom },
      ...{ class: 'guessing', stroke: theme.quiet, 'stroke-width': 1.25, 'stroke-dasharray': '5 3' },
    }),
    side === 'right'
      ? words(x + 5, -3, label, style)
      : words(x - 5, -3, label, { ...style, anchor: 'end' as const }),
  ];
}

/** A hill and its strip share the row: the strip takes the height that its dots need. */
const stripHeight = (height: number): number => Math.min(18, Math.max(9, height * 0.26));

function hillOf(
  { scenario: { color }, hill, mean, interval }: AccuracyRow,
  { label, x, width, height, theme }: RowLayout,
): Element[] {
  const base = height - stripHeight(height);
  const y = (share: number): number => base - share * (base - 4);
  const paths = hillPaths(hill, { x, y, digits: 2 });
  return [
    el('line', { x1: label, x2: width, y1: base, y2: base, stroke: theme.line }),
    ...(paths
      ? [
          el('path', { d: paths.area, fill: color, 'fill-opacity': 0.2 }),
          el('path', {
            ...{ d: paths.line, fill: 'none', stroke: color },
            ...{ 'stroke-width': 1.75, 'stroke-linejoin': 'round' },
          }),
        ]
      : []),
    ...(interval
      ? [
          el('line', {
            ...{ class: 'interval', x1: x(interval.from), x2: x(interval.to), y1: base, y2: base },
            ...{ stroke: color, 'stroke-width': 3.5, 'stroke-opacity': 0.75 },
          }),
        ]
      : []),
    ...(mean
      ? [
          el('line', {
            ...{ class: 'mean', x1: x(mean.at), x2: x(mean.at), y1: base, y2: y(mean.height) },
            ...{ stroke: color, 'stroke-width': 1.5, 'stroke-dasharray': '2.5 2.5' },
          }),
        ]
      : []),
  ];
}

/** The recorded trials: an outline behind the hill, rings behind the dots. */
function recordedOf(
  { scenario: { color }, recorded }: AccuracyRow,
  { x, height, theme }: RowLayout,
): Element[] {
  if (recorded === null) return [];
  const strip = stripHeight(height);
  const base = height - strip;
  const y = (share: number): number => base - share * (base - 4);
  const paths = hillPaths(recorded.hill, { x, y, digits: 2 });
  const stroke = { fill: 'none', stroke: color };
  return [
    ...(paths
      ? [
          el('path', {
            ...{ class: 'recorded', d: paths.line, ...stroke },
            ...{ 'stroke-width': 1.5, 'stroke-dasharray': '5 3', 'stroke-linejoin': 'round' },
          }),
        ]
      : []),
    ...recorded.dots.map(({ at, level }) =>
      el('circle', {
        ...{ class: 'recorded', cx: x(at), cy: height - strip + level * strip },
        ...{ r: strip < 12 ? 2.5 : 3.5, ...stroke, fill: theme.paper, 'stroke-width': 1.25 },
      }),
    ),
  ];
}

function stripOf({ scenario: { color }, dots }: AccuracyRow, { x, height, theme }: RowLayout): Element[] {
  const strip = stripHeight(height);
  const radius = strip < 12 ? 2 : 2.75;
  return dots.map(({ at, level }) =>
    el('circle', {
      ...{ cx: x(at), cy: height - strip + level * strip, r: radius },
      ...{ fill: color, stroke: theme.paper, 'stroke-width': 0.5 },
    }),
  );
}
