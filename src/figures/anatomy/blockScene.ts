/** @file An encoder layer as a block diagram, from the bottom up as on the grid: where its six modules sit. */
import type { Component } from '../../architecture/modules';
import type { ModuleFigure } from './moduleFigure';
import { note, type Box, type LineShape, type Shape, type WordShape } from './scene';

const LABELS: Readonly<Record<Component, string>> = {
  query: 'query',
  key: 'key',
  value: 'value',
  attentionOutput: 'output',
  up: 'up',
  down: 'down',
};

/** The rows from the input up: modules side by side, or what is computed without any. */
const ROWS: readonly (readonly Component[] | string)[] = [
  ['query', 'key', 'value'],
  'attention',
  ['attentionOutput'],
  'add & norm',
  ['up'],
  'GELU',
  ['down'],
  'add & norm',
];

export interface BlockScene {
  readonly shapes: readonly Shape[];
  /** The boxes of the modules. */
  readonly modules: Readonly<Record<Component, Box>>;
}

/** Draws the layer of the figure's module into a box. */
export function blockScene(figure: ModuleFigure, box: Box, em: number): BlockScene {
  const pitch = box.height / (ROWS.length + 0.9);
  const lane = 0.9 * em;
  const [left, right] = [box.x + lane, box.x + box.width];
  const middle = (left + right) / 2;
  const height = pitch * 0.76;
  const topOf = (row: number): number =>
    box.y + box.height - 0.55 * pitch - (row + 1) * pitch + (pitch - height);
  const modules: Partial<Record<Component, Box>> = {};
  const shapes: Shape[] = flowLines({
    topOf,
    height,
    middle,
    pitch,
    lane: box.x + 0.35 * lane,
    left,
    bottom: box.y + box.height,
  });
  ROWS.forEach((row, i) => {
    const y = topOf(i);
    if (typeof row === 'string') {
      shapes.push(
        label(middle, y + height / 2, row, em, {
          fill: 'quiet',
          italic: true,
          serif: true,
          size: Math.max(12, 0.78 * em),
        }),
      );
      return;
    }
    const width = (right - left - (row.length - 1) * 3) / row.length;
    row.forEach((component, k) => {
      const place = { x: left + k * (width + 3), y, width, height };
      modules[component] = place;
      shapes.push(...moduleBox(figure, component, place, em));
    });
  });
  return { shapes, modules: modules as Record<Component, Box> };
}

function moduleBox(figure: ModuleFigure, component: Component, place: Box, em: number): Shape[] {
  const { color, trains } = figure;
  const isInspected = component === figure.component;
  return [
    {
      ...{ kind: 'box', ...place, radius: 3 },
      fill: trains[component] ? { of: color, share: 0.3, with: 'paper' } : 'line',
      stroke: isInspected ? 'ink' : trains[component] ? color : 'line',
      strokeWidth: isInspected ? 2 : 1,
    },
    label(place.x + place.width / 2, place.y + place.height / 2, LABELS[component], em, {
      fill: 'ink',
      bold: isInspected && place.width > 2.6 * em,
    }),
  ];
}

const label = (x: number, middle: number, text: string, em: number, more: Partial<WordShape>): WordShape => {
  const word = note(x, middle, text, em, { anchor: 'middle', ...more });
  return { ...word, y: middle + word.size * 0.35 };
};

interface Flow {
  readonly topOf: (row: number) => number;
  readonly height: number;
  readonly middle: number;
  readonly pitch: number;
  /** Where the residual lines run. */
  readonly lane: number;
  readonly left: number;
  readonly bottom: number;
}

/** The way up through the middle, and the two residual lines around attention and feed-forward. */
function flowLines({ topOf, height, middle, pitch, lane, left, bottom }: Flow): LineShape[] {
  const line = (points: LineShape['points'], arrow: boolean): LineShape => ({
    ...{ kind: 'line', points, stroke: 'strong', width: 1.25, arrow },
  });
  const under = (row: number): number => topOf(row) + height;
  const gap = pitch - height;
  const ups = ROWS.map((_, i) =>
    line(
      [
        [middle, i === 0 ? bottom : topOf(i - 1)],
        [middle, under(i)],
      ],
      false,
    ),
  );
  const around = (from: number, row: number): LineShape =>
    line(
      [
        [middle, from],
        [lane, from],
        [lane, topOf(row) + height / 2],
        [left + 4, topOf(row) + height / 2],
      ],
      true,
    );
  return [
    ...ups,
    line(
      [
        [middle, topOf(ROWS.length - 1)],
        [middle, topOf(ROWS.length - 1) - 0.35 * pitch],
      ],
      true,
    ),
    around(under(0) + Math.max(gap, 0.3 * pitch), 3),
    around(under(4) + gap / 2, 7),
  ];
}
