/** @file The figure of scores as SVG: the grid of modules with a value in each cell, and what the colours mean. */
import { inkOn } from '../figures/inkOn';
import type { HeatCell, HeatFigure } from '../figures/scores/heatFigure';
import { colorOf, type Theme } from '../figures/theme';
import type { Panel, PanelSize } from './input';
import { words } from './marks';
import { el, movedBy, type Element } from './svg';
import { textWidth } from './textFit';

const HEAD = 56;
const TOP = 24;
const ROW_HEIGHT = 26;
const WIDEST_CELL = 96;
const RAMP_WIDTH = 168;
const LEGEND_HEIGHT = 32;
const TEXT_SIZE = 11;

export function heatPanel(figure: HeatFigure, { width, theme }: PanelSize): Panel {
  const { title, caption, description, columns, rows } = figure;
  const cell = Math.min(WIDEST_CELL, (width - HEAD) / columns.length);
  const quiet = { size: TEXT_SIZE, fill: theme.quiet };
  const bottom = TOP + rows.length * ROW_HEIGHT;
  return {
    ...{ title, caption, description },
    height: bottom + LEGEND_HEIGHT,
    content: [
      words(HEAD - 10, TOP - 9, 'layer', { ...quiet, anchor: 'end' }),
      ...columns.map((column, i) =>
        words(HEAD + (i + 0.5) * cell, TOP - 9, column, { ...quiet, anchor: 'middle' }),
      ),
      ...rows.map(({ head, cells }, i) =>
        movedBy(0, TOP + i * ROW_HEIGHT, [
          words(HEAD - 10, ROW_HEIGHT / 2 + 4, head, { size: 12, fill: theme.ink, anchor: 'end' }),
          ...cells.flatMap((one, column) =>
            one ? [movedBy(HEAD + column * cell, 0, cellOf(one, cell, theme))] : [],
          ),
        ]),
      ),
      movedBy(HEAD, bottom + 14, legendOf(figure, theme)),
    ],
  };
}

function cellOf({ paint, text, title, isTicked }: HeatCell, width: number, theme: Theme): Element[] {
  const color = colorOf(paint, theme);
  const ring = isTicked ? { stroke: theme.blue, 'stroke-width': 2.5 } : {};
  return [
    el(
      'rect',
      {
        ...{ class: 'cell', x: 2, y: 2, width: width - 4, height: ROW_HEIGHT - 4, rx: 3 },
        fill: color,
        ...ring,
      },
      el('title', {}, title),
    ),
    words(width / 2, ROW_HEIGHT / 2 + 4, text, {
      ...{ size: TEXT_SIZE, fill: inkOn(color), anchor: 'middle' as const },
    }),
  ];
}

function legendOf({ legend: { least, most, ramp } }: HeatFigure, theme: Theme): Element[] {
  const style = { size: 10.5, fill: theme.quiet };
  const left = textWidth(least, style.size) + 8;
  const step = RAMP_WIDTH / ramp.length;
  return [
    words(0, 10, least, style),
    ...ramp.map((paint, i) =>
      el('rect', { x: left + i * step, y: 1, width: step + 0.5, height: 10, fill: colorOf(paint, theme) }),
    ),
    words(left + RAMP_WIDTH + 8, 10, most, style),
  ];
}
