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

/** Below this width, in units of the text's size, the counts stand below the matrices instead of beside them. */
const NARROW = 23;

export function moduleScene(figure: ModuleFigure, { width, height, em }: SceneSize): ModuleScene {
  const isNarrow = width < NARROW * em;
  const diagram = { x: 0, y: 0, width: Math.min(8.6 * em, 0.34 * width), height };
  const block = blockScene(figure, diagram, em);
  const left = diagram.width + 1.2 * em;
  const sum = height - (figure.adapter ? 4.2 : 2.5) * em;
  const counts = isNarrow && figure.counted ? 2.9 * em : 0;
  const widest = Math.min(11 * em, (isNarrow ? 0.52 : 0.44) * (width - left));
  const picture = { x: left, y: 0.2 * em, width: widest, height: sum - counts - 0.5 * em };
  const text = left + picture.width + 0.6 * em;
  const beside = { x: text, y: picture.y, width: Math.min(13 * em, width - text) };
  const counted = isNarrow
    ? { x: left, y: sum - counts + 0.6 * em, width: width - left }
    : { ...beside, y: picture.y + (figure.adapter ? 5.3 : 2.7) * em };
  return {
    ...{ width, height },
    shapes: [
      ...block.shapes,
      ...matrices(figure, picture, em),
      ...sizes(figure, beside, em),
      ...countLines(figure, counted, em),
      ...(isDrawnThick(figure, picture, em)
        ? [
            note(
              isNarrow ? width : text,
              isNarrow ? sum + 2.15 * em : picture.y + picture.height,
              'thicker than to scale',
              em,
              { anchor: isNarrow ? 'end' : 'start' },
            ),
          ]
        : []),
      ...formulaLine(figure, { x: left, y: sum, width: width - left }, em),
    ],
    modules: block.modules,
    slider: figure.adapter ? { x: left, y: height - 1.7 * em, width: width - left, height: 1.7 * em } : null,
  };
}

type Line = Pick<Box, 'x' | 'y' | 'width'>;

/** What the module computes, and what the factor in it comes to. */
function formulaLine({ formula, factor }: ModuleFigure, { x, y, width }: Line, em: number): Shape[] {
  const size = Math.max(12, Math.min(1.05 * em, width / 17));
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

/** The sizes of the matrices, and which of them train. */
function sizes({ weight, adapter, state }: ModuleFigure, { x, y, width }: Line, em: number): Shape[] {
  const size = 0.82 * em;
  const lines: readonly (readonly [string, string, boolean])[] = [
    ['W', sizeText(weight), state === 'full'],
    ...(adapter
      ? ([
          ['A', sizeText(adapter.a), true],
          ['B', sizeText(adapter.b), true],
        ] as const)
      : []),
  ];
  const longest = Math.max(...lines.map(([, matrix]) => matrix.length));
  const hasRoom = width > (4 + 0.42 * longest) * em;
  return lines.flatMap(([name, matrix, trains], i): Shape[] => {
    const base = y + (0.75 + 1.3 * i) * em;
    const what = note(x + width, base, trains ? 'trains' : 'frozen', em, {
      ...{ size, anchor: 'end', bold: trains },
      fill: trains ? 'ink' : 'quiet',
    });
    return [
      note(x, base, name, em, { size: 0.95 * em, fill: 'ink', serif: true, italic: true }),
      note(x + 1.25 * em, base, matrix, em, { size, fill: 'ink' }),
      ...(hasRoom ? [what] : []),
    ];
  });
}

/** How many parameters train, and their share of W as a bar. */
function countLines({ counted, share, color }: ModuleFigure, { x, y, width }: Line, em: number): Shape[] {
  if (!counted) return [];
  const fits = (text: string): number => Math.max(12, Math.min(0.82 * em, width / (0.56 * text.length)));
  const bar = { kind: 'box', x, y: y + 0.35 * em, height: 0.3 * em, radius: 1 } as const;
  return [
    note(x, y, counted[0], em, { size: fits(counted[0]), fill: 'ink' }),
    { ...bar, width, fill: 'line' },
    { ...bar, width: Math.max(1.5, Math.min(1, share) * width), fill: color },
    note(x, y + 1.55 * em, counted[1], em, { size: fits(counted[1]), fill: 'ink', bold: true }),
  ];
}
