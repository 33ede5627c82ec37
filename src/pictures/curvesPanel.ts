/** @file Curves over a trial's steps: a thin line a trial in its scenario's colour, dashed on the validation sentences. */
import { count } from '../format';
import type { Panel, PanelSize } from './input';
import { AXIS_HEIGHT, bottomAxis, ticksTo, words } from './marks';
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

export interface CurveValue {
  readonly step: number;
  /** Loss in nats a sentence, or accuracy in [0, 1]. */
  readonly value: number;
}

export type CurveView = 'loss' | 'accuracy';

/** More lines than this cannot be told apart, and make a file that nobody can edit; the first are drawn. */
const MOST_TRACES = 300;
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

export function curvesPanel(all: readonly CurveTrace[], view: CurveView, size: PanelSize): Panel {
  const { width, theme } = size;
  const traces = all.slice(0, MOST_TRACES);
  const points = traces.flatMap(({ training, validation }) => [...training, ...validation]);
  const steps = points.reduce((most, { step }) => Math.max(most, step), 1);
  const { from, to, ticks } = valueAxis(points, view);
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
        words(
          LEFT - 8,
          y(tick) + 4,
          view === 'loss' ? String(tick) : `${Number((tick * 100).toFixed(1))} %`,
          {
            ...{ size: 10.5, fill: theme.quiet, anchor: 'end' as const },
          },
        ),
      ),
      words(10, PLOT_HEIGHT / 2, text.axis, { size: 10.5, fill: theme.quiet, anchor: 'middle', rotate: -90 }),
      ...bottomAxis(
        ticksTo(steps, 6)
          .filter((tick) => Number.isInteger(tick))
          .map((tick) => ({ x: x(tick), text: count(tick) })),
        { top: PLOT_HEIGHT, y: PLOT_HEIGHT, from: LEFT, to: width, title: 'optimizer steps' },
        theme,
      ),
      ...traces.flatMap(({ color, training, validation }) => [
        ...lineOf(at(training), { stroke: color, 'stroke-width': 1.1, 'stroke-opacity': 0.75 }),
        ...lineOf(at(validation), { stroke: color, 'stroke-width': 1.1, 'stroke-dasharray': '4 3' }),
        ...at(validation).map(([cx, cy]) => el('circle', { cx, cy, r: 2.25, fill: color })),
      ]),
      movedBy(LEFT, PLOT_HEIGHT + AXIS_HEIGHT + 8, legend.content),
    ],
    height: PLOT_HEIGHT + AXIS_HEIGHT + 8 + legend.height,
    caption:
      `A line is one trial. Solid: ${text.solid}.` +
      (validated ? ` Dashed, with a point at each measurement: ${view} on the validation sentences.` : '') +
      (traces.length < all.length ? ` Of ${all.length} trials the first ${MOST_TRACES} are drawn.` : ''),
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

function valueAxis(
  points: readonly CurveValue[],
  view: CurveView,
): { from: number; to: number; ticks: number[] } {
  const values = points.map(({ value }) => value);
  if (view === 'loss') {
    // Guessing between two classes costs 0.69: no axis ends below while there is nothing to draw.
    const most = values.reduce((a, b) => Math.max(a, b), 0) || 0.7;
    const [, step = 1] = ticksTo(most, 4);
    const ticks = Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, i) =>
      Number((i * step).toPrecision(6)),
    );
    return { from: 0, to: ticks.at(-1) ?? 1, ticks };
  }
  const lowest = Math.floor(values.reduce((a, b) => Math.min(a, b), 0.95) * 10 + 1e-9) / 10;
  const step = lowest < 0.4 ? 0.2 : lowest < 0.8 ? 0.1 : lowest < 0.9 ? 0.05 : 0.02;
  const from = Math.max(0, 1 - Math.ceil((1 - lowest) / step - 1e-9) * step);
  const ticks = Array.from({ length: Math.round((1 - from) / step) + 1 }, (_, i) =>
    Number((from + i * step).toFixed(4)),
  );
  return { from, to: 1, ticks };
}

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
