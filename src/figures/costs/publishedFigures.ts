/**
 * @file Published figures as figures of their own, one row a scenario as beside it: model and data differ, and so do
 * units, so that none shares an axis with the person's own results.
 */
import { count, percent, rate, withUnit } from '../../base/format';
import type { Scenario } from '../../experiment/experiment';
import type { PublishedFigures, PublishedOverlay } from '../../lessons/lesson';
import { PUBLISHED_SOURCE } from '../../lessons/published';
import { barEnd, shareAxis, tickText } from '../../results/costs';
import { positionOn, tickTexts, zoomedAxis } from '../../stats/densities/axis';
import { linearTicks, type FigureAxis } from '../figure';
import { barTicks, describeBars, type BarFigure, type BarMark, type BarRow } from './barFigure';

/** What was published of each kind; null where nothing was. */
export interface PublishedColumns {
  readonly accuracy: BarFigure | null;
  readonly parameters: BarFigure | null;
  readonly memory: BarFigure | null;
  readonly speed: BarFigure | null;
}

export type Published = Pick<PublishedOverlay, 'figures'>;

const NOTHING: PublishedColumns = { accuracy: null, parameters: null, memory: null, speed: null };

export const PUBLISHED_TEXT =
  `Published: ${PUBLISHED_SOURCE.model} on ${PUBLISHED_SOURCE.dataset} (${PUBLISHED_SOURCE.author}, ` +
  `“${PUBLISHED_SOURCE.work}”). Model and data differ, so compare order and gaps.`;

/** @param published null if nothing is to be shown */
export function publishedColumns(
  scenarios: readonly Scenario[],
  published: Published | null,
): PublishedColumns {
  if (!published) return NOTHING;
  const each = scenarios.map((scenario) => ({ scenario, of: published.figures[scenario.name] ?? {} }));
  const all = Object.values(published.figures);
  const columns: PublishedColumns = {
    accuracy: accuracyColumn(each, all),
    parameters: column(each, 'parametersPercent', parameters(all)),
    memory: column(each, 'memoryPercent', {
      title: 'Published memory',
      label: `percent ${PUBLISHED_SOURCE.memoryUnit}`,
      text: (value) => withUnit(value, '%'),
      ...barsTo(
        all.map(({ memoryPercent = 0 }) => memoryPercent),
        (value) => withUnit(value, '%'),
      ),
    }),
    speed: column(each, 'samplesPerSecond', {
      title: 'Published speed',
      label: 'training sentences per second',
      text: (value) => withUnit(rate(value), '/s'),
      ...barsTo(
        all.map(({ samplesPerSecond = 0 }) => samplesPerSecond),
        count,
      ),
    }),
  };
  return sourceToldOnce(columns);
}

/** The first column that there is says where all of them come from. */
function sourceToldOnce(columns: PublishedColumns): PublishedColumns {
  const { accuracy, parameters: shares, memory, speed } = columns;
  const first = accuracy ?? shares ?? memory ?? speed;
  const told = (each: BarFigure | null): BarFigure | null =>
    each && each !== first ? { ...each, caption: '' } : each;
  return { accuracy: told(accuracy), parameters: told(shares), memory: told(memory), speed: told(speed) };
}

interface ScenarioPublished {
  readonly scenario: Scenario;
  readonly of: PublishedFigures;
}

interface Column {
  readonly title: string;
  readonly label: string;
  readonly ticks: FigureAxis['ticks'];
  readonly text: (value: number) => string;
  readonly mark: (value: number) => BarMark;
}

function column(
  each: readonly ScenarioPublished[],
  field: 'parametersPercent' | 'memoryPercent' | 'samplesPerSecond',
  { title, label, ticks, text, mark }: Column,
): BarFigure | null {
  const rows = each.map(({ scenario, of }) => {
    const value = of[field];
    return value === undefined ? emptyRow(scenario) : rowOf(scenario, text(value), mark(value));
  });
  return figureOf(title, rows, { label, ticks });
}

const parameters = (all: readonly PublishedFigures[]): Column => {
  const { ticks, position } = shareAxis(
    all.map(({ parametersPercent }) => (parametersPercent === undefined ? null : parametersPercent / 100)),
  );
  return {
    title: 'Published parameters',
    label: 'percent of full fine-tuning',
    ticks: ticks.map((value) => ({ value, at: position(value), text: tickText(value) })),
    text: (value) => percent(value / 100, value < 10 ? 2 : 0),
    mark: (value) => ({ kind: 'dot', at: position(value / 100) }),
  };
};

function barsTo(values: readonly number[], tick: (value: number) => string): Pick<Column, 'ticks' | 'mark'> {
  const most = barEnd(values);
  return {
    ticks: linearTicks(barTicks(most, true), { from: 0, to: most }, tick),
    mark: (value) => ({ kind: 'bar', to: value / most }),
  };
}

/** Means with one standard deviation to either side, on an axis that just holds them. */
function accuracyColumn(
  each: readonly ScenarioPublished[],
  all: readonly PublishedFigures[],
): BarFigure | null {
  const ends = all.flatMap(({ accuracy, sd = 0 }) =>
    accuracy === undefined ? [] : [accuracy - sd, accuracy + sd],
  );
  const axis = zoomedAxis({ from: Math.min(...ends), to: Math.max(...ends) });
  const texts = tickTexts(axis);
  const rows = each.map(({ scenario, of: { accuracy, sd = 0 } }) =>
    accuracy === undefined
      ? emptyRow(scenario)
      : rowOf(scenario, `${percent(accuracy, 2)} ± ${(sd * 100).toFixed(2)}`, {
          kind: 'spread',
          at: positionOn(axis, accuracy),
          from: positionOn(axis, accuracy - sd),
          to: positionOn(axis, accuracy + sd),
        }),
  );
  const ticks = thinned(axis.ticks).map((value) => ({
    ...{ value, at: Math.max(0, positionOn(axis, value)), text: texts[axis.ticks.indexOf(value)] ?? '' },
  }));
  const label = 'published accuracy, mean ± deviation';
  return ends.length === 0 ? null : figureOf('Published accuracy', rows, { label, ticks });
}

/** A column has room for four ticks at most. */
function thinned(ticks: readonly number[]): number[] {
  const every = Math.ceil(ticks.length / 4);
  return ticks.filter((_, i) => i % every === 0);
}

const emptyRow = (scenario: Scenario): BarRow => ({ scenario, figure: null, isEstimated: false, marks: [] });

const rowOf = (scenario: Scenario, figure: string, mark: BarMark): BarRow => ({
  ...{ scenario, figure, isEstimated: false, marks: [mark] },
});

function figureOf(title: string, rows: readonly BarRow[], axis: FigureAxis): BarFigure | null {
  if (rows.every(({ marks }) => marks.length === 0)) return null;
  return {
    ...{ title, axis, rows, legend: [], isPublished: true },
    caption: PUBLISHED_TEXT,
    description: describeBars(rows),
  };
}
