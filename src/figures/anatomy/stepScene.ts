/** @file One moment of a training step drawn: the tower of layers at the left, all memory over the moments at the right. */
import { bytesText } from '../../base/format';
import { note, type Box, type Scene, type Shape } from './scene';
import { chartShapes, layOutStep, type StepLayout, type StepSize } from './stepChart';
import type { StepFigure, StepFrame } from './stepFigure';

export interface StepScene extends Scene {
  /** The lane beside the layers' rows in which the handle of the lowest moves. */
  readonly tower: Box;
  /** The columns of the moments, for the playhead; what is below them is free. */
  readonly chart: Box;
  /** The room below the chart. */
  readonly below: Box;
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

/** Rows from the top: the head comes first. */
const topOf = (row: number, { rows, pitch }: StepLayout, count: number): number =>
  rows.y + (count - 1 - row) * pitch;

function towerShapes(figure: StepFigure, frame: StepFrame, layout: StepLayout): Shape[] {
  const { rows, color, widest, lowest } = figure;
  const { em, pitch, bars, rows: all } = layout;
  const scale = (all.width - bars - layout.layers.width) / widest;
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
