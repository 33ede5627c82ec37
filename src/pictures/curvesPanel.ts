/**
 * @file The figure of learning curves as SVG: a thin line per trial in its scenario's colour, dashed for validation.
 */
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { CurvesFigure } from '../figures/curves/curvesFigure';
import type { CurvePoint } from '../figures/curves/smoothing';
import type { Trace } from '../figures/curves/traces';
import { joinSentences } from '../figures/figure';
import type { Theme } from '../figures/theme';
import { curvesLegend } from './curvesLegend';
import type { Panel, PanelSize } from './input';
import { AXIS_HEIGHT, bottomAxis, words } from './marks';
import { el, movedBy, type Attributes, type Element } from './svg';

const PLOT_HEIGHT = 260;
const LEFT = 56;
const RIGHT = 8;
const TOP = 6;

export function curvesPanel(figure: CurvesFigure, { width, theme }: PanelSize): Panel {
  const { steps } = figure.axes;
  const legend = curvesLegend(figure, { width: width - LEFT, theme });
  const left = (at: number): number => LEFT + at * (width - LEFT - RIGHT);
  const below = PLOT_HEIGHT + AXIS_HEIGHT + 8;
  return {
    title: `${figure.title}: ${figure.view}`,
    content: [
      ...valueAxis(figure.axes.values, width, theme),
      ...bottomAxis(
        steps.ticks.map(({ at, text }) => ({ x: left(at), text })),
        { top: PLOT_HEIGHT, y: PLOT_HEIGHT, from: LEFT, to: width, title: steps.label },
        theme,
      ),
      ...tracesOf(figure, width),
      movedBy(LEFT, below, legend.content),
    ],
    height: below + legend.height,
    caption: joinSentences(figure.hint, figure.caption),
    description: `${figure.description}.`,
  };
}

function valueAxis({ ticks, label }: CurvesFigure['axes']['values'], width: number, theme: Theme): Element[] {
  const y = (at: number): number => PLOT_HEIGHT - at * (PLOT_HEIGHT - TOP);
  const style = { size: 10.5, fill: theme.quiet };
  return [
    ...ticks.map(({ at }) => el('line', { x1: LEFT, x2: width, y1: y(at), y2: y(at), stroke: theme.line })),
    ...ticks.map(({ at, text }) => words(LEFT - 8, y(at) + 4, text, { ...style, anchor: 'end' })),
    words(10, PLOT_HEIGHT / 2, label, { ...style, anchor: 'middle', rotate: -90 }),
  ];
}

function tracesOf({ axes: { steps, values }, traces }: CurvesFigure, width: number): Element[] {
  const x = scaleLinear([steps.range.from, steps.range.to], [LEFT, width - RIGHT]);
  const y = scaleLinear([values.range.from, values.range.to], [PLOT_HEIGHT, TOP]);
  const path = line<CurvePoint>()
    .x(({ step }) => x(step))
    .y(({ value }) => y(value))
    .digits(2);
  const drawn = (points: readonly CurvePoint[], style: Attributes): Element[] =>
    points.length < 2
      ? []
      : [el('path', { d: path([...points]), fill: 'none', 'stroke-linejoin': 'round', ...style })];
  const dots = (points: readonly CurvePoint[], r: number, fill: string): Element[] =>
    points.map(({ step, value }) => el('circle', { cx: x(step), cy: y(value), r, fill }));
  return traces.map(({ color, training, validation }: Trace) =>
    el(
      'g',
      { class: 'trace' },
      ...drawn(training, { stroke: color, 'stroke-width': 1.1, 'stroke-opacity': 0.75 }),
      ...(training.length === 1 ? dots(training, 1.5, color) : []),
      ...drawn(validation, { stroke: color, 'stroke-width': 1.1, 'stroke-dasharray': '4 3' }),
      ...dots(validation, 2.25, color),
    ),
  );
}
