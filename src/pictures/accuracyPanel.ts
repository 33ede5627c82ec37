/** @file Accuracies: for each scenario a hill of their density with its mean, over a strip of the single trials. */
import { percent } from '../base/format';
import type { DensityPoint } from '../stats/density';
import { heightAt, hillsOf, type AxisScale } from '../stats/hills';
import { liesOn, tickTexts, type Axis } from '../stats/axis';
import { othersText } from '../stats/outcomes';
import {
  formatBandwidth,
  formatInterval,
  formatLeftOut,
  formatOutside,
  formatResolution,
} from '../stats/formatSummary';
import type { Panel, PanelSize, ScenarioResults, Subject } from './input';
import { AXIS_HEIGHT, bottomAxis, words } from './marks';
import { el, linePath, movedBy, type Element } from './svg';
import { fitted, textWidth, wrapped } from './textFit';
import type { Theme } from './theme';

/** Trials of equal accuracy lie beside each other, not on top of each other. */
const STRIP_LEVELS = 3;
const PAD = 8;
/** Rows below these heights have room for one line of text, or two. */
const ONE_LINE = 36;
const THREE_LINES = 56;

/** Pixels of a row: few scenarios may stand tall. */
export function accuracyRowHeight(scenarios: number): number {
  return scenarios <= 8 ? 74 : scenarios <= 20 ? 58 : 42;
}

interface RowLayout {
  readonly label: number;
  readonly plot: number;
  readonly height: number;
  readonly theme: Theme;
}

/** What was measured on, see {@link Subject}. */
type Measured = Pick<Subject, 'rows' | 'guessing'>;

export function accuracyPanel(
  groups: readonly ScenarioResults[],
  scale: AxisScale,
  { rows, guessing = null }: Measured,
  { width, theme, rowHeight = accuracyRowHeight(groups.length) }: PanelSize,
): Panel {
  const hills = hillsOf(
    groups.map(({ accuracies }) => accuracies),
    scale,
    guessing?.share ?? null,
  );
  const { axis, curves, highest, bandwidth, reflected } = hills;
  const label = Math.min(250, Math.max(180, width * (rowHeight < ONE_LINE ? 0.45 : 0.32)));
  const place: RowLayout = { label, plot: width - label - 2 * PAD, height: rowHeight, theme };
  const x = (value: number): number =>
    label + PAD + ((value - axis.from) / (axis.to - axis.from)) * place.plot;
  const bottom = groups.length * rowHeight + 4;
  const texts = tickTexts(axis);
  const ticks = axis.ticks.map((tick, i) => ({ x: x(tick), text: texts[i] ?? '' }));
  const drawn = curves.some((curve) => curve.length > 0);
  return {
    title: 'Validation accuracy',
    content: [
      ...bottomAxis(
        ticks,
        { top: 0, y: bottom, from: label, to: width, title: 'validation accuracy' },
        theme,
      ),
      ...(guessing && guessing.share < axis.to && liesOn(axis, guessing.share)
        ? [words(x(guessing.share) + 4, 9, guessing.label, { size: 10, fill: theme.quiet })]
        : []),
      ...groups.map((group, i) =>
        movedBy(0, i * rowHeight, [
          ...labelOf(group, place),
          ...hillOf(group, curves[i] ?? [], highest, axis, x, place),
          ...stripOf(group, axis, x, place),
        ]),
      ),
    ],
    height: bottom + AXIS_HEIGHT,
    caption: [
      'A dot is one trial, the dashed line their mean, the bar at its foot the 95 % t interval of the mean; ± is the standard deviation over trials.',
      rowHeight < ONE_LINE
        ? 'The number of trials stands in brackets; * has others that ended without an accuracy.'
        : '',
      drawn ? formatBandwidth(bandwidth, reflected) : '',
      formatOutside(
        axis,
        groups.flatMap(({ accuracies }) => accuracies),
      ),
      formatResolution(groups, rows),
      guessing?.sentence ?? '',
      formatLeftOut(groups),
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
    description: groups.map(describe).join(' '),
  };
}

function describe({ scenario, summary, others, open }: ScenarioResults): string {
  const { mean, sd, interval, n } = summary;
  const rest = othersText({ others });
  if (mean === null) return `${scenario.name}: ${rest === '' ? `${open} trials not run` : rest}.`;
  const spread = sd === null ? '' : ` ± ${(sd * 100).toFixed(1)}`;
  const range = interval ? `, 95 % interval ${formatInterval(interval)}` : '';
  return `${scenario.name}: ${percent(mean)}${spread}${range}, n = ${n}${rest && `, ${rest}`}.`;
}

/** Half a row above its baseline, half below would waste room: the strip takes what its dots need. */
const stripHeight = (height: number): number => Math.min(18, Math.max(9, height * 0.26));

function labelOf({ scenario, summary, others, open }: ScenarioResults, place: RowLayout): Element[] {
  const { label, height, theme } = place;
  const { mean, sd, interval, n } = summary;
  const rest = othersText({ others });
  const spread = sd === null ? '' : ` ± ${(sd * 100).toFixed(1)}`;
  const figures =
    mean === null ? (open > 0 && rest === '' ? 'not run yet' : 'no accuracy') : `${percent(mean)}${spread}`;
  const range = interval ? `95 %: ${formatInterval(interval)}` : '';
  const room = label - 16;
  const quiet = { size: 10.5, fill: theme.quiet };
  const swatch = (y: number): Element =>
    el('rect', { x: 0, y, width: 4, height: height - 14, rx: 1, fill: scenario.color });
  if (height < ONE_LINE) {
    const short = mean === null ? figures : `${(mean * 100).toFixed(1)}${spread} (${n})`;
    return [
      el('rect', { x: 0, y: 5, width: 4, height: height - 9, rx: 1, fill: scenario.color }),
      words(12, height / 2 + 5, fitted(scenario.name, room - 94, 11, true), {
        size: 11,
        fill: theme.ink,
        bold: true,
      }),
      words(label - 6, height / 2 + 5, rest === '' ? short : `${short} *`, { ...quiet, anchor: 'end' }),
    ];
  }
  if (height < THREE_LINES) {
    const all = [figures, `n = ${n}`, range, rest].filter((part) => part !== '');
    return [
      swatch(7),
      words(12, 18, fitted(scenario.name, room, 12, true), { size: 12, fill: theme.ink, bold: true }),
      words(12, 32, fitted(all.join(', '), room, 10), { size: 10, fill: theme.quiet }),
    ];
  }
  const names = wrapped(scenario.name, room, 12.5, height >= 70 ? 2 : 1, true);
  const below = 17 + 14 * names.length;
  // The caption tells of the others too.
  const spoken = [range, rest].filter((part) => part !== '').join(', ');
  return [
    swatch(6),
    ...names.map((line, i) => words(12, 16 + 14 * i, line, { size: 12.5, fill: theme.ink, bold: true })),
    words(12, below, fitted(`${figures}, n = ${n}`, room, 12), { size: 12, fill: theme.ink }),
    words(12, below + 14, textWidth(spoken, 10.5) <= room ? spoken : `${range} *`, quiet),
  ];
}

function hillOf(
  { scenario: { color }, summary }: ScenarioResults,
  curve: readonly DensityPoint[],
  highest: number,
  axis: Axis,
  x: (value: number) => number,
  { label, plot, height, theme }: RowLayout,
): Element[] {
  const base = height - stripHeight(height);
  const y = (density: number): number => base - (density / highest) * (base - 4);
  const points = curve.map((point) => [x(point.x), y(point.y)] as const);
  const path = linePath(points);
  const [first, last] = [points[0], points.at(-1)];
  const { mean, interval } = summary;
  return [
    el('line', { x1: label, x2: label + plot + 2 * PAD, y1: base, y2: base, stroke: theme.line }),
    ...(first && last
      ? [
          el('path', {
            d: `${path}L${last[0].toFixed(2)} ${base}L${first[0].toFixed(2)} ${base}Z`,
            fill: color,
            'fill-opacity': 0.2,
          }),
          el('path', {
            d: path,
            fill: 'none',
            stroke: color,
            'stroke-width': 1.75,
            'stroke-linejoin': 'round',
          }),
        ]
      : []),
    ...(mean !== null && interval
      ? [
          el('line', {
            ...{ x1: x(within(axis, interval.from)), x2: x(within(axis, interval.to)) },
            ...{ y1: base, y2: base, stroke: color, 'stroke-width': 3.5, 'stroke-opacity': 0.75 },
          }),
        ]
      : []),
    ...(mean !== null && interval && liesOn(axis, mean)
      ? [
          el('line', {
            ...{ x1: x(mean), x2: x(mean), y1: base, y2: y(heightAt(curve, mean)) },
            ...{ stroke: color, 'stroke-width': 1.5, 'stroke-dasharray': '2.5 2.5' },
          }),
        ]
      : []),
  ];
}

/** The value, or the end of the axis that it lies beyond. */
const within = ({ from, to }: Axis, value: number): number => Math.min(to, Math.max(from, value));

function stripOf(
  { scenario: { color }, accuracies }: ScenarioResults,
  axis: Axis,
  x: (value: number) => number,
  { height, theme }: RowLayout,
): Element[] {
  const strip = stripHeight(height);
  const radius = strip < 12 ? 2 : 2.75;
  return accuracies.flatMap((accuracy, i) =>
    liesOn(axis, accuracy)
      ? [
          el('circle', {
            cx: x(accuracy),
            cy: height - strip + ((i % STRIP_LEVELS) + 1) * (strip / (STRIP_LEVELS + 1)),
            r: radius,
            ...{ fill: color, stroke: theme.paper, 'stroke-width': 0.5 },
          }),
        ]
      : [],
  );
}
