/** @file One moment of a training step drawn: the tower of layers at the left, all memory over the moments at the right. */
import { bytesText, megabytes } from '../../base/format';
import { inkOn } from '../inkOn';
import { note, type Box, type Scene, type SceneSize, type Shape } from './scene';
import type { StepFigure, StepFrame } from './stepFigure';

export interface StepScene extends Scene {
  /** The lane beside the layers' rows in which the handle of the lowest moves. */
  readonly tower: Box;
  /** The columns of the moments, for the playhead; what is below them is free. */
  readonly chart: Box;
  /** The room below the chart. */
  readonly below: Box;
}

export interface StepSize extends SceneSize {
  /** The height of the chart, if there is to be room below it. */
  readonly chartHeight?: number;
}

/** @param at the moment that is shown */
export function stepScene(figure: StepFigure, at: number, size: StepSize): StepScene {
  const { width, height } = size;
  const layout = layOutStep(figure, size);
  const frame = figure.frames[at];
  if (!frame) throw new Error(`The step has ${figure.frames.length} moments, and no moment ${at}.`);
  return {
    ...{ width, height, tower: layout.layers, chart: layout.chart, below: roomBelow(layout, height) },
    shapes: [...towerShapes(figure, frame, layout), ...chartShapes(figure, at, layout)],
  };
}

function roomBelow({ chart, em }: StepLayout, height: number): Box {
  const y = chart.y + chart.height + 1.3 * em;
  return { x: chart.x, y, width: chart.width, height: height - y };
}

interface StepLayout {
  readonly em: number;
  /** All rows, with head and input. */
  readonly rows: Box;
  readonly layers: Box;
  readonly pitch: number;
  /** Where the bars of the rows begin. */
  readonly bars: number;
  readonly chart: Box;
}

function layOutStep({ rows }: StepFigure, { width, height, em, chartHeight = height }: StepSize): StepLayout {
  const tower = { x: 0, y: 0, width: Math.min(11 * em, 0.4 * width), height };
  const pitch = tower.height / rows.length;
  const left = tower.width + 1.4 * em;
  return {
    ...{ em, pitch, rows: tower, bars: 4.1 * em },
    layers: { x: tower.width - HANDLE * em, y: pitch, width: HANDLE * em, height: pitch * (rows.length - 2) },
    chart: { x: left, y: 1.2 * em, width: width - left, height: chartHeight - 2.4 * em },
  };
}

/** The width of the lane of the lowest layer's handle, in units of the text's size. */
const HANDLE = 1.5;

/** Rows from the top: the head comes first. */
const topOf = (row: number, { rows, pitch }: StepLayout, count: number): number =>
  rows.y + (count - 1 - row) * pitch;

function towerShapes(figure: StepFigure, frame: StepFrame, layout: StepLayout): Shape[] {
  const { rows, color, widest, lowest } = figure;
  const { em, pitch, bars, rows: all } = layout;
  const scale = (all.width - bars - HANDLE * em) / widest;
  const every = Math.ceil((0.8 * em) / pitch);
  const shapes: Shape[] = [];
  rows.forEach(({ label, trains }, row) => {
    const y = topOf(row, layout, rows.length);
    const middle = y + pitch / 2;
    const isNamed = row === 0 || row === rows.length - 1 || row % every === 0;
    const runs = frame.row === row;
    if (runs)
      shapes.push({
        kind: 'box',
        x: 1.3 * em,
        y,
        width: all.width - 1.3 * em,
        height: pitch,
        fill: 'line',
        radius: 2,
        opacity: 0.7,
      });
    if (isNamed)
      shapes.push(
        note(3.4 * em, middle + 0.26 * em, label, em, {
          anchor: 'end',
          fill: runs ? 'ink' : 'quiet',
          bold: runs,
        }),
      );
    if (trains)
      shapes.push({
        ...{
          kind: 'box',
          x: 3.6 * em,
          y: middle - 0.14 * em,
          width: 0.28 * em,
          height: 0.28 * em,
          radius: 0.14 * em,
        },
        ...{ fill: frame.reached[row] ? color : null, stroke: color, strokeWidth: 1.2 },
        title: frame.reached[row]
          ? 'its gradients are written'
          : 'it trains; its gradients are not written yet',
      });
    shapes.push(...rowBars(figure, frame, { row, y, scale }, layout));
  });
  return [...shapes, ...wayOfStep(figure, frame, layout), ...belowLowest(lowest, rows.length, layout)];
}

function rowBars(
  { color, kinds, withFigures }: StepFigure,
  { kept, row: running, passing }: StepFrame,
  { row, y, scale }: { readonly row: number; readonly y: number; readonly scale: number },
  { bars, pitch }: StepLayout,
): Shape[] {
  const bytes = kept[row] ?? 0;
  const place = { y: y + 0.14 * pitch, height: 0.72 * pitch };
  const paint = kinds.find(({ kind }) => kind === 'activations')?.paint ?? color;
  const title = (words: string, size: number): string =>
    withFigures ? `${words}: ${bytesText(size)}` : words;
  const shapes: Shape[] = [];
  if (bytes > 0)
    shapes.push({
      kind: 'box',
      x: bars,
      width: Math.max(1, bytes * scale),
      ...place,
      fill: paint,
      stroke: color,
      strokeWidth: 0.75,
      title: title('kept for backward', bytes),
    });
  if (running === row && passing > 0)
    shapes.push({
      ...{ kind: 'box', x: bars + bytes * scale, width: Math.max(1, passing * scale), ...place },
      ...{
        fill: null,
        stroke: 'strong',
        strokeWidth: 1,
        dashed: true,
        title: title('passes through', passing),
      },
    });
  return shapes;
}

/** An arrow from the input up to what runs, or from the head down. */
function wayOfStep({ rows, color }: StepFigure, { kind, row }: StepFrame, layout: StepLayout): Shape[] {
  const { em, pitch } = layout;
  const x = 0.75 * em;
  const middle = (at: number): number => topOf(at, layout, rows.length) + pitch / 2;
  const top = rows.length - 1;
  if (kind === 'forward' && row !== null)
    return [
      {
        kind: 'line',
        points: [
          [x, layout.rows.y + layout.rows.height],
          [x, middle(row) - 0.2 * pitch],
        ],
        stroke: 'quiet',
        width: 1.75,
        arrow: true,
      },
    ];
  if ((kind === 'backward' || kind === 'again') && row !== null)
    return [
      {
        kind: 'line',
        points: [
          [x, middle(top) - pitch / 2],
          [x, middle(row) + 0.3 * pitch],
        ],
        stroke: color,
        width: 2.75,
        arrow: true,
      },
    ];
  return [];
}

/** Words over the rows of which nothing is ever kept. */
function belowLowest(lowest: number | null, count: number, layout: StepLayout): Shape[] {
  const { em, pitch, bars } = layout;
  const below = lowest ?? count - 1;
  if (below * pitch < 1.1 * em) return [];
  const top = topOf(below - 1, layout, count);
  return [
    {
      kind: 'line',
      points: [
        [1.3 * em, top],
        [layout.rows.width, top],
      ],
      stroke: 'strong',
      width: 1,
      dashed: true,
    },
    ...(below >= 2
      ? [note(bars, top + (below * pitch) / 2 + 0.26 * em, 'nothing kept', em, { serif: true, italic: true })]
      : []),
  ];
}

function chartShapes(figure: StepFigure, at: number, layout: StepLayout): Shape[] {
  const { frames, peakBytes, peak, withFigures } = figure;
  const { chart, em } = layout;
  const column = chart.width / frames.length;
  const y = (bytes: number): number => chart.y + chart.height * (1 - bytes / peakBytes);
  const bottom = chart.y + chart.height;
  const peakX = chart.x + (peak + 0.5) * column;
  const side =
    peakX > chart.x + 0.55 * chart.width ? 'end' : peakX < chart.x + 0.25 * chart.width ? 'start' : 'middle';
  return [
    {
      kind: 'box',
      x: chart.x + at * column,
      y: chart.y - 4,
      width: column,
      height: chart.height + 8,
      fill: 'line',
    },
    ...frames.flatMap((frame, i) =>
      columnShapes(figure, frame, { x: chart.x + i * column, width: column, y, isShown: i === at }),
    ),
    {
      kind: 'line',
      points: [
        [chart.x, bottom],
        [chart.x + chart.width, bottom],
      ],
      stroke: 'strong',
      width: 1,
    },
    {
      kind: 'line',
      points: [
        [chart.x, chart.y],
        [chart.x + chart.width, chart.y],
      ],
      stroke: 'quiet',
      width: 1,
      dashed: true,
    },
    note(peakX, chart.y - 0.4 * em, withFigures ? `peak ${megabytes(peakBytes)}` : 'peak', em, {
      anchor: side,
      fill: 'ink',
      bold: true,
    }),
    ...bandNames(figure, layout, y),
    ...phaseNames(figure, layout, column),
    {
      kind: 'line',
      points: playhead(frames[at], chart.x + (at + 0.5) * column, y, bottom),
      stroke: 'ink',
      width: 1.5,
    },
  ];
}

const playhead = (
  frame: StepFrame | undefined,
  x: number,
  y: (bytes: number) => number,
  bottom: number,
): readonly (readonly [number, number])[] => [
  [x, y(frame?.total ?? 0)],
  [x, bottom + 6],
];

interface Column {
  readonly x: number;
  readonly width: number;
  readonly y: (bytes: number) => number;
  readonly isShown: boolean;
}

/** Gradients and moments have their room from the start; what is not written yet is an outline. */
function columnShapes({ kinds }: StepFigure, frame: StepFrame, { x, width, y, isShown }: Column): Shape[] {
  let below = 0;
  const opacity = isShown ? 1 : 0.8;
  return kinds.flatMap(({ kind, paint }): Shape[] => {
    const bytes = frame.memory[kind];
    const filled =
      kind === 'gradients' ? frame.written : kind === 'optimizer' ? (frame.kind === 'update' ? 1 : 0) : 1;
    const from = below;
    below += bytes;
    const part = (low: number, high: number, full: boolean): Shape[] =>
      high <= low
        ? []
        : [
            {
              kind: 'box',
              x,
              width: width + 0.3,
              y: y(high),
              height: y(low) - y(high),
              fill: paint,
              opacity: full ? opacity : 0.35,
            },
          ];
    if (filled === 1) return part(from, below, true);
    return [...part(from, from + filled * bytes, true), ...part(from + filled * bytes, below, false)];
  });
}

/** The names of the kinds that are tall enough for a line of text. */
function bandNames(
  { frames, kinds, color, peak }: StepFigure,
  { chart, em }: StepLayout,
  y: (bytes: number) => number,
): Shape[] {
  const highest = frames[peak];
  if (!highest) return [];
  const column = chart.width / frames.length;
  let below = 0;
  return kinds.flatMap(({ kind, label }): Shape[] => {
    const from = below;
    below += highest.memory[kind];
    if (y(from) - y(below) < 1.05 * em || kind === 'workspace') return [];
    const isActivations = kind === 'activations';
    const isEarly = peak < 0.3 * frames.length;
    const right = isActivations && !isEarly ? chart.x + peak * column : chart.x + chart.width;
    const isRight = isActivations || isEarly;
    const x = isRight ? right - 0.4 * em : chart.x + 0.4 * em;
    const middle = isActivations ? y(from + 0.3 * (below - from)) : (y(from) + y(below)) / 2;
    const fill = kind === 'weights' ? inkOn(color) : 'ink';
    return [note(x, middle + 0.26 * em, label, em, { fill, anchor: isRight ? 'end' : 'start' })];
  });
}

/** The names of the phases below their moments. */
function phaseNames({ frames }: StepFigure, { chart, em }: StepLayout, column: number): Shape[] {
  const loss = frames.findIndex(({ kind }) => kind === 'loss');
  const bottom = chart.y + chart.height;
  const turn = chart.x + (loss + 0.5) * column;
  const isNarrow = chart.x + chart.width - turn < 5 * em;
  return [
    note(chart.x, bottom + em, 'forward', em),
    {
      kind: 'line',
      points: [
        [turn, bottom],
        [turn, bottom + 0.4 * em],
      ],
      stroke: 'strong',
      width: 1,
    },
    note(isNarrow ? chart.x + chart.width : turn, bottom + em, 'backward', em, {
      anchor: isNarrow ? 'end' : 'start',
    }),
  ];
}
