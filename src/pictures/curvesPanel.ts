/** @file Curves over a trial's steps: a thin line a trial in its scenario's colour, dashed on the validation sentences. */
import { count } from '../base/format';
import type { Panel, PanelSize } from './input';
import {
  axesOf,
  drawnOf,
  MOST_TRIALS,
  stepsOf,
  valueEnd,
  valueTickText,
  type CurveValue,
  type CurveView,
} from '../stats/curveAxes';
import { stepTicks } from '../stats/curveTicks';
import { AXIS_HEIGHT, bottomAxis, words } from './marks';
import { el, linePath, movedBy, type Element } from './svg';
import { fitted } from './textFit';

/** The figures of one trial; each point at a number of optimizer steps done. */
export interface CurveTrace {
  readonly scenario: string;
  readonly color: string;
  /** Solid. */
  readonly training: readonly CurveValue[];
  /** Dashed, with a point at each measurement. */
  readonly validation: readonly CurveValue[];
}

const PLOT_HEIGHT = 260;
const LEFT = 52;

const TEXTS: Readonly<
  Record<CurveView, { readonly title: string; readonly solid: string; readonly axis: string }>
> = {
  loss: {
    title: 'Loss',
    solid: 'training loss, averaged over about ten steps',
    axis: 'cross-entropy, nats a sentence',
  },
  accuracy: { title: 'Accuracy over steps', solid: 'accuracy on the training sentences', axis: 'accuracy' },
};

/**
 * @param all of them the latest are drawn
 * @param leastSteps optimizer steps that the axis holds however short the lines are
 */
export function curvesPanel(
  all: readonly CurveTrace[],
  view: CurveView,
  size: PanelSize,
  leastSteps = 1,
): Panel {
  const { width, theme } = size;
  const traces = drawnOf(all);
  const { steps, ticks } = axesOf(view, stepsOf(traces, leastSteps), valueEnd(traces, view));
  const [from, to] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const x = (step: number): number => LEFT + (step / steps) * (width - LEFT - 8);
  const y = (value: number): number => PLOT_HEIGHT - ((value - from) / (to - from)) * (PLOT_HEIGHT - 6);
  const text = TEXTS[view];
  const legend = legendOf(traces, size);
  const validated = traces.some(({ validation }) => validation.length > 0);
  const at = (values: readonly CurveValue[]) => values.map(({ step, value }) => [x(step), y(value)] as const);
  return {
    title: text.title,
    content: [
      ...ticks.map((tick) =>
        el('line', { x1: LEFT, x2: width, y1: y(tick), y2: y(tick), stroke: theme.line }),
      ),
      ...ticks.map((tick) =>
        words(LEFT - 8, y(tick) + 4, valueTickText(view, tick), {
          ...{ size: 10.5, fill: theme.quiet, anchor: 'end' as const },
        }),
      ),
      words(10, PLOT_HEIGHT / 2, text.axis, { size: 10.5, fill: theme.quiet, anchor: 'middle', rotate: -90 }),
      ...bottomAxis(
        stepTicks(steps).map((tick) => ({ x: x(tick), text: count(tick) })),
        { top: PLOT_HEIGHT, y: PLOT_HEIGHT, from: LEFT, to: width, title: 'optimizer steps' },
        theme,
      ),
      ...traces.map(({ color, training, validation }) =>
        el(
          'g',
          { class: 'trace' },
          ...lineOf(at(training), { stroke: color, 'stroke-width': 1.1, 'stroke-opacity': 0.75 }),
          ...(training.length === 1 ? at(training).map((point) => dot(point, 1.5, color)) : []),
          ...lineOf(at(validation), { stroke: color, 'stroke-width': 1.1, 'stroke-dasharray': '4 3' }),
          ...at(validation).map((point) => dot(point, 2.25, color)),
        ),
      ),
      movedBy(LEFT, PLOT_HEIGHT + AXIS_HEIGHT + 8, legend.content),
    ],
    height: PLOT_HEIGHT + AXIS_HEIGHT + 8 + legend.height,
    caption:
      `A line is one trial. Solid: ${text.solid}.` +
      (validated ? ` Dashed, with a point at each measurement: ${view} on the validation sentences.` : '') +
      (traces.length < all.length
        ? ` Of ${count(all.length)} trials the latest ${MOST_TRIALS} are drawn.`
        : ''),
    description: `${text.title} of ${traces.length} trials over ${count(steps)} optimizer steps.`,
  };
}

function lineOf(
  points: readonly (readonly [number, number])[],
  style: Readonly<Record<string, string | number>>,
): Element[] {
  return points.length < 2
    ? []
    : [el('path', { d: linePath(points), fill: 'none', 'stroke-linejoin': 'round', ...style })];
}

const dot = ([cx, cy]: readonly [number, number], r: number, fill: string): Element =>
  el('circle', { cx, cy, r, fill });

/** Colours by scenario, in columns. */
function legendOf(
  traces: readonly CurveTrace[],
  { width, theme }: PanelSize,
): { content: Element[]; height: number } {
  const scenarios = [...new Map(traces.map(({ scenario, color }) => [scenario, color]))];
  const columns = scenarios.length <= 3 ? 3 : 4;
  const column = (width - LEFT) / columns;
  const content = scenarios.flatMap(([name, color], i) => {
    const [left, top] = [(i % columns) * column, Math.floor(i / columns) * 17];
    return [
      el('line', { x1: left, x2: left + 14, y1: top + 6, y2: top + 6, stroke: color, 'stroke-width': 2.5 }),
      words(left + 20, top + 10, fitted(name, column - 30, 11), { size: 11, fill: theme.ink }),
    ];
  });
  return { content, height: Math.ceil(scenarios.length / columns) * 17 };
}
