/** @file A module drawn: the layer that it sits in, W with A below and B beside it to scale, and the sum that it computes. */
import type { Component } from '../../architecture/modules';
import { blockScene } from './blockScene';
import type { Matrix, ModuleFigure } from './moduleFigure';
import { note, type Box, type Scene, type SceneSize, type Shape, type WordShape } from './scene';

export interface ModuleScene extends Scene {
  /** The boxes of the layer's modules. */
  readonly modules: Readonly<Record<Component, Box>>;
  /** The room for the handle of the rank; null where there is no adapter. */
  readonly slider: Box | null;
}

/** The thinnest that A and B are drawn, in pixels. */
const THINNEST = 3;

export function moduleScene(figure: ModuleFigure, { width, height, em }: SceneSize): ModuleScene {
  const diagram = { x: 0, y: 0, width: Math.min(8.6 * em, 0.34 * width), height };
  const block = blockScene(figure, diagram, em);
  const left = diagram.width + 1.2 * em;
  const sum = height - (figure.adapter ? 4.2 : 2.5) * em;
  const picture = { x: left, y: 0.2 * em, width: 0.44 * (width - left), height: sum - 0.5 * em };
  const text = left + picture.width + 0.6 * em;
  return {
    ...{ width, height },
    shapes: [
      ...block.shapes,
      ...matrices(figure, picture, em),
      ...facts(figure, { x: text, y: picture.y, width: width - text, height: picture.height }, em),
      ...(isDrawnThick(figure, picture, em)
        ? [note(text, picture.y + picture.height, 'thicker than to scale', em)]
        : []),
      ...formulaLine(figure, { x: left, y: sum, width: width - left }, em),
    ],
    modules: block.modules,
    slider: figure.adapter ? { x: left, y: height - 1.7 * em, width: width - left, height: 1.7 * em } : null,
  };
}

/** What the module computes, and what the factor in it comes to. */
function formulaLine(
  { formula, factor }: ModuleFigure,
  { x, y, width }: Pick<Box, 'x' | 'y' | 'width'>,
  em: number,
): Shape[] {
  const size = Math.min(1.05 * em, width / 17);
  return [
    { ...{ kind: 'words', x, y: y + 0.9 * em, text: formula, size }, fill: 'ink', serif: true, italic: true },
    note(x, y + 2.15 * em, factor, em, { size: Math.max(12, 0.78 * em) }),
  ];
}

/** Pixels of one element, and of the ranks. `isThin`: A and B would be thinner than {@link THINNEST}. */
export function scaleOf(
  { weight, adapter }: Pick<ModuleFigure, 'weight' | 'adapter'>,
  { width, height }: Pick<Box, 'width' | 'height'>,
): { readonly scale: number; readonly thickness: number; readonly isThin: boolean } {
  const rank = adapter?.rank ?? 0;
  const scale = Math.min(width / (weight.columns + rank), height / (weight.rows + rank));
  return { scale, thickness: Math.max(THINNEST, rank * scale), isThin: rank * scale < THINNEST };
}

/** The gap between W and the others, and the width of a letter, in units of the text's size. */
const GAP = 0.3;
const LETTER = 1.1;

/** The part of a box that the matrices themselves may fill. */
const roomIn = ({ width, height }: Box, em: number): Pick<Box, 'width' | 'height'> => ({
  width: width - (GAP + LETTER) * em,
  height: height - (GAP + LETTER) * em,
});

const isDrawnThick = (figure: ModuleFigure, box: Box, em: number): boolean =>
  figure.adapter !== null && scaleOf(figure, roomIn(box, em)).isThin;

/** W with A below it, as wide, and B to its right, as tall. */
function matrices(figure: ModuleFigure, box: Box, em: number): Shape[] {
  const { weight, adapter, color, state } = figure;
  const gap = GAP * em;
  const { scale, thickness } = scaleOf(figure, roomIn(box, em));
  const [w, h] = [Math.max(6, weight.columns * scale), Math.max(6, weight.rows * scale)];
  const { x, y } = box;
  const fill = state === 'full' ? { of: color, share: 0.6, with: 'paper' as const } : 'line';
  const letter = (at: number, base: number, text: string): WordShape => ({
    ...{ kind: 'words', x: at, y: base, text, size: em, anchor: 'middle', serif: true, italic: true },
    fill: 'ink',
  });
  const shapes: Shape[] = [
    {
      kind: 'box',
      x,
      y,
      width: w,
      height: h,
      fill,
      stroke: 'strong',
      radius: 2,
      title: `W, ${sizeText(weight)}`,
    },
    letter(x + w / 2, y + h / 2 + 0.35 * em, 'W'),
  ];
  if (!adapter) return shapes;
  const { a, b } = adapter;
  const [below, beside] = [y + h + gap, x + w + gap];
  return [
    ...shapes,
    {
      kind: 'box',
      x,
      y: below,
      width: w,
      height: thickness,
      fill: color,
      radius: 1,
      title: `A, ${sizeText(a)}`,
    },
    {
      kind: 'box',
      x: beside,
      y,
      width: thickness,
      height: h,
      fill: color,
      radius: 1,
      title: `B, ${sizeText(b)}`,
    },
    letter(x + w / 2, below + thickness + 0.9 * em, 'A'),
    letter(beside + thickness + 0.65 * em, y + h / 2 + 0.35 * em, 'B'),
  ];
}

const sizeText = ({ rows, columns }: Matrix): string => `${rows} × ${columns}`;

/** The sizes of the matrices, how many parameters train, and their share of W as a bar. */
function facts(figure: ModuleFigure, { x, y, width, height }: Box, em: number): Shape[] {
  const { weight, adapter, counted, color, state, share } = figure;
  const line = 1.3 * em;
  const lines: readonly (readonly [string, string, string])[] = [
    ['W', sizeText(weight), state === 'full' ? 'trains' : 'frozen'],
    ...(adapter
      ? ([
          ['A', sizeText(adapter.a), 'trains'],
          ['B', sizeText(adapter.b), 'trains'],
        ] as const)
      : []),
  ];
  const size = 0.82 * em;
  const shapes: Shape[] = lines.flatMap(([name, matrix, what], i): Shape[] => {
    const base = y + 0.75 * em + i * line;
    const isTrained = what === 'trains';
    return [
      note(x, base, name, em, { size: 0.95 * em, fill: 'ink', serif: true, italic: true }),
      note(x + 1.1 * em, base, matrix, em, { size, fill: 'ink' }),
      note(x + width, base, what, em, {
        size,
        anchor: 'end',
        fill: isTrained ? 'ink' : 'quiet',
        bold: isTrained,
      }),
    ];
  });
  if (!counted) return shapes;
  const base = y + Math.min(height - 1.5 * em, 1.1 * em + lines.length * line + 0.35 * em);
  const bar = base + 0.35 * em;
  shapes.push(
    note(x, base, counted[0], em, {
      size: Math.min(size, Math.max(12, width / (0.56 * counted[0].length))),
      fill: 'ink',
    }),
  );
  shapes.push({ kind: 'box', x, y: bar, width, height: 0.3 * em, fill: 'line', radius: 1 });
  shapes.push({
    kind: 'box',
    x,
    y: bar,
    width: Math.max(1.5, Math.min(1, share) * width),
    height: 0.3 * em,
    fill: color,
    radius: 1,
  });
  shapes.push(note(x, bar + 1.2 * em, counted[1], em, { size, fill: 'ink', bold: true }));
  return shapes;
}
