/** @file Where the parts of a step's drawing stand, and its right half: all memory by kind over the moments. */
import { megabytes } from '../../base/format';
import { inkOn } from '../inkOn';
import { note, type Box, type SceneSize, type Shape } from './scene';
import type { StepFigure, StepFrame } from './stepFigure';

export interface StepSize extends SceneSize {
  /** The height that is left free below the chart, 0 if none is named. */
  readonly wordsHeight?: number;
}

/** The width of the lane of the lowest layer's handle, in units of the text's size. */
const HANDLE = 1.5;

export interface StepLayout {
  readonly em: number;
  /** All rows, with head and input. */
  readonly rows: Box;
  readonly layers: Box;
  readonly pitch: number;
  /** Where the bars of the rows begin. */
  readonly bars: number;
  readonly chart: Box;
}

/** How far the chart stands from the left: beside the rows. */
function chartFrom({ width, em }: SceneSize): { readonly tower: number; readonly left: number } {
  const tower = Math.min(11 * em, 0.4 * width);
  return { tower, left: tower + 1.4 * em };
}

/** The width of the chart, and of the words below it. */
export const chartWidth = (size: SceneSize): number => size.width - chartFrom(size).left;

export function layOutStep({ rows }: StepFigure, size: StepSize): StepLayout {
  const { width, height, em, wordsHeight = 0 } = size;
  const { tower: towerWidth, left } = chartFrom(size);
  const tower = { x: 0, y: 0, width: towerWidth, height };
  const pitch = tower.height / rows.length;
  return {
    ...{ em, pitch, rows: tower, bars: 4.1 * em },
    layers: { x: tower.width - HANDLE * em, y: pitch, width: HANDLE * em, height: pitch * (rows.length - 2) },
    chart: { x: left, y: 1.2 * em, width: width - left, height: height - wordsHeight - 2.4 * em },
  };
}

export function chartShapes(figure: StepFigure, at: number, layout: StepLayout): Shape[] {
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
