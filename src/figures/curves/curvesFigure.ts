/** @file Learning curves: how the trials did on the training and on the validation sentences, over their steps. */
import type { Measure } from '../../experiment/experiment';
import { count, percent, signedPoints } from '../../base/format';
import {
  axesOf,
  drawnOf,
  stepsOf,
  valueEnd,
  valueTickText,
  type CurveView,
} from '../../stats/curves/curveAxes';
import { stepTicks } from '../../stats/curves/curveTicks';
import { joinSentences, linearTicks, type Figure, type FigureAxis } from '../figure';
import {
  formatLeftOut,
  formatOtherMeasure,
  formatReading,
  formatTurn,
  GAP_TEXT,
  ONCE_TEXT,
} from './formatCurves';
import type { Gap } from './gaps';
import type { Trace } from './traces';

export interface CurvesOptions {
  readonly view: CurveView;
  /** The least number of optimizer steps on the axis, however short the curves are. */
  readonly leastSteps?: number | undefined;
  /** Training against validation at the end of the trials, by scenario. */
  readonly gaps?: readonly Gap[] | undefined;
  /** Whether every trial was measured only once, at its end. */
  readonly once?: boolean;
  /** By what scenarios are compared; accuracy if left out. */
  readonly measure?: Measure;
  /** Who trained, as `formatGroupsTrainedBy` says. */
  readonly trainedBy?: string;
}

export interface CurvesFigure extends Figure {
  readonly view: CurveView;
  readonly axes: CurveFigureAxes;
  /** The trials that are drawn, the latest ones; all of them where they are few. */
  readonly traces: readonly Trace[];
  readonly lineKey: readonly LineKind[];
  /** The scenarios of the traces, in the order of their first appearance. */
  readonly legend: readonly { readonly name: string; readonly color: string }[];
  readonly gaps: GapTable | null;
  /** What to do if there are points but no curves; empty otherwise. */
  readonly hint: string;
}

/** The axes are the same object as long as nothing on them changes, so that the page's chart can keep them. */
export interface CurveFigureAxes {
  readonly view: CurveView;
  readonly steps: FigureAxis & { readonly range: AxisRange };
  readonly values: FigureAxis & { readonly range: AxisRange };
}

interface AxisRange {
  readonly from: number;
  readonly to: number;
}

export interface LineKind {
  readonly kind: 'training' | 'validation';
  readonly label: string;
}

export interface GapTable {
  readonly heads: readonly string[];
  readonly rows: readonly GapRow[];
}

export interface GapRow {
  readonly name: string;
  readonly color: string;
  /** A sentence that the trials overfit, and where; empty if they do not. */
  readonly turn: string;
  /** Accuracies in training and in validation, and how far apart they are. */
  readonly figures: readonly string[];
}

const LINE_KEY: readonly LineKind[] = [
  { kind: 'training', label: 'training' },
  { kind: 'validation', label: 'validation' },
];

const VALUE_LABELS: Readonly<Record<CurveView, string>> = {
  loss: 'cross-entropy, nats a sentence',
  accuracy: 'accuracy',
};

/** @param all the traces of all trials; only the latest are drawn */
export function curvesFigure(
  all: readonly Trace[],
  { view, leastSteps = 1, gaps = [], once = false, measure = 'accuracy', trainedBy = '' }: CurvesOptions,
): CurvesFigure {
  const traces = drawnOf(all);
  const axes = curveAxes(view, stepsOf(traces, leastSteps), valueEnd(traces, view));
  const hint = once ? ONCE_TEXT : '';
  return {
    title: 'Learning curves',
    caption: joinSentences(
      formatReading(view),
      view === 'accuracy' ? formatOtherMeasure(measure) : '',
      gaps.length > 0 ? GAP_TEXT : '',
      formatLeftOut(all.length),
      trainedBy,
    ),
    description: `${view === 'loss' ? 'Loss' : 'Accuracy'} of ${traces.length} trials over their steps, in training and on the validation sentences`,
    ...{ view, axes, traces, lineKey: LINE_KEY, hint },
    legend: [...new Map(traces.map(({ scenario, color }) => [scenario, color]))].map(([name, color]) => ({
      name,
      color,
    })),
    gaps: gapTable(gaps),
  };
}

let latest: { readonly key: string; readonly axes: CurveFigureAxes } | null = null;

/** @param end the result of {@link valueEnd} */
function curveAxes(view: CurveView, steps: number, end: number): CurveFigureAxes {
  const key = `${view} ${steps} ${end}`;
  if (latest?.key === key) return latest.axes;
  const { ticks } = axesOf(view, steps, end);
  const [stepRange, valueRange] = [
    { from: 0, to: steps },
    { from: ticks[0] ?? 0, to: ticks.at(-1) ?? 1 },
  ];
  const axes: CurveFigureAxes = {
    view,
    steps: {
      ...{ label: 'optimizer steps', range: stepRange },
      ticks: linearTicks(stepTicks(steps), stepRange, count),
    },
    values: {
      ...{ label: VALUE_LABELS[view], range: valueRange },
      ticks: linearTicks(ticks, valueRange, (tick) => valueTickText(view, tick)),
    },
  };
  latest = { key, axes };
  return axes;
}

const GAP_HEADS = ['Accuracy at the end', 'Training', 'Validation', 'Gap, points'];

const gapTables = new WeakMap<readonly Gap[], GapTable>();

/** The table is made once for the same gaps, so that the page keeps it while curves grow. */
function gapTable(gaps: readonly Gap[]): GapTable | null {
  if (gaps.length === 0) return null;
  const known = gapTables.get(gaps);
  if (known) return known;
  const rows = gaps.map(({ scenario, training, validation, turn }): GapRow => ({
    ...{ name: scenario.name, color: scenario.color, turn: turn ? formatTurn(turn) : '' },
    figures: [percent(training), percent(validation), signedPoints(training - validation)],
  }));
  const table = { heads: GAP_HEADS, rows };
  gapTables.set(gaps, table);
  return table;
}
