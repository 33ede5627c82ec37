/** @file The axis of a cost: linear from 0, or logarithmic where costs differ by more than ten times. */
import { ticks as roundValues } from 'd3-array';
import { count, duration, megabytes, withUnit } from '../../base/format';
import type { CostKind } from '../../race/costs';
import type { FigureAxis } from '../figure';

export interface CostAxis extends FigureAxis {
  /** The position of a cost: 0 is the beginning of the axis, 1 its end. */
  readonly position: (cost: number) => number;
}

const LABELS: Readonly<Record<CostKind, string>> = {
  memory: 'peak memory of a trial',
  parameters: 'trainable parameters',
  time: 'time of a trial',
};

/** Costs that differ by more than this share no linear axis on which both can be read. */
const MOST_LINEAR = 10;
/** A telephone has room for the labels of so many ticks. */
const MOST_TICKS = 5;
/** Room before the first mark and behind the last one, as a factor of the cost. */
const ROOM = 1.15;

/** @param costs above 0 */
export function costAxis(kind: CostKind, costs: readonly number[]): CostAxis {
  if (costs.length === 0) return { label: LABELS[kind], ticks: [], position: () => 0 };
  const [least, most] = [Math.min(...costs), Math.max(...costs)];
  const isLog = most / least > MOST_LINEAR;
  const [from, to] = isLog ? [least / ROOM, most * ROOM] : [0, most * ROOM];
  const position = isLog
    ? (cost: number): number => Math.log(cost / from) / Math.log(to / from)
    : (cost: number): number => cost / to;
  const [size] = unitOf(kind, most);
  const values = isLog ? logTicks(from, to) : linearValues(to / size).map((value) => value * size);
  return {
    label: `${LABELS[kind]}${isLog ? ', logarithmic' : ''}`,
    ticks: values.map((value) => ({ value, at: position(value), text: tickText(kind, value, most) })),
    position,
  };
}

function linearValues(to: number): number[] {
  for (let wanted = MOST_TICKS; wanted > 1; wanted--) {
    const values = roundValues(0, to, wanted);
    if (values.length <= MOST_TICKS) return values;
  }
  return roundValues(0, to, 1);
}

/** 1, 2 and 5 of each decade, or as few of them as there is room for. */
function logTicks(from: number, to: number): number[] {
  const decades = Array.from(
    { length: Math.floor(Math.log10(to)) - Math.floor(Math.log10(from)) + 1 },
    (_, i) => Math.floor(Math.log10(from)) + i,
  );
  const of = (...steps: number[]): number[] =>
    decades
      .flatMap((decade) => steps.map((step) => Number(`${step}e${decade}`)))
      .filter((value) => value >= from && value <= to);
  const choices = [of(1, 2, 5), of(1, 3), of(1)];
  const fitting = choices.find((values) => values.length <= MOST_TICKS);
  if (fitting) return fitting;
  const [, , tens = []] = choices;
  const every = Math.ceil(tens.length / MOST_TICKS);
  return tens.filter((_, i) => i % every === 0);
}

/** The unit that the largest cost is told in: all ticks of an axis have one. */
function unitOf(kind: CostKind, most: number): readonly [size: number, name: string] {
  if (kind === 'memory') return most >= 1e9 ? [1e9, 'GB'] : [1e6, 'MB'];
  if (kind === 'time') return most >= 600 ? [60, 'min'] : [1, 's'];
  return most >= 1e6 ? [1e6, 'M'] : [1e3, 'k'];
}

function tickText(kind: CostKind, value: number, most: number): string {
  if (value === 0) return '0';
  const [size, name] = unitOf(kind, most);
  return withUnit(Number((value / size).toPrecision(2)), name);
}

/** A cost with its unit, as short as a cell of a table. */
export function costValue(kind: CostKind, cost: number): string {
  if (kind === 'memory') return megabytes(cost);
  return kind === 'time' ? duration(cost) : count(cost);
}
