/** @file The tables of a sweep as SVG, one below the other. */
import type { SweepCell, SweepFigure, SweepFigureTable } from '../figures/sweep/sweepFigure';
import { colorOf, type Theme } from '../figures/theme';
import type { Panel, PanelSize } from './input';
import { words } from './marks';
import { el, movedBy, type Element } from './svg';
import { fitted, textWidth, wrapped } from './textFit';

const CELL_HEIGHT = 42;
const HEAD_HEIGHT = 40;
const WIDEST_CELL = 110;
const WIDEST_HEAD = 200;

export function sweepPanel(figure: SweepFigure, size: PanelSize): Panel {
  let height = 0;
  const content = figure.tables.map((table, i) => {
    const top = height + (i === 0 ? 0 : 24);
    const drawn = tableOf(table, size);
    height = top + drawn.height;
    return movedBy(0, top, drawn.content);
  });
  return { title: figure.title, content, height, caption: figure.caption, description: figure.description };
}

interface TableLayout {
  /** The width of the rows' headings in pixels. */
  readonly head: number;
  readonly cell: number;
  readonly top: number;
  readonly theme: Theme;
}

function layoutOf(
  { title, rows, columns, rowName, columnName }: SweepFigureTable,
  size: PanelSize,
): TableLayout {
  const texts = [...rows.map(({ head }) => head), `${rowName} ↓`, `${columnName} →`];
  const widest = Math.max(...texts.map((text) => textWidth(text, 12)));
  const head = Math.min(WIDEST_HEAD, widest + 16);
  const cell = Math.min(WIDEST_CELL, (size.width - head) / Math.max(1, columns.length));
  return { head, cell, top: HEAD_HEIGHT + (title === '' ? 0 : 20), theme: size.theme };
}

function tableOf(table: SweepFigureTable, size: PanelSize): { content: Element[]; height: number } {
  const layout = layoutOf(table, size);
  const { head, top, theme } = layout;
  const bottom = top + table.rows.length * CELL_HEIGHT;
  const note = wrapped(table.note, size.width, 11, 6);
  return {
    content: [
      ...headsOf(table, layout),
      ...table.rows.map((row, i) =>
        movedBy(0, top + i * CELL_HEIGHT, [
          words(head - 10, CELL_HEIGHT / 2 + 4, fitted(row.head, head - 12, 12), {
            ...{ size: 12, fill: theme.ink, anchor: 'end' as const },
          }),
          ...row.cells.flatMap((cell, j) => (cell ? [cellOf(cell, j, layout)] : [])),
        ]),
      ),
      ...note.map((line, i) => words(0, bottom + 18 + 15 * i, line, { size: 11, fill: theme.quiet })),
    ],
    height: bottom + (note.length > 0 ? 10 + 15 * note.length : 0),
  };
}

function headsOf({ title, rowName, columnName, columns }: SweepFigureTable, layout: TableLayout): Element[] {
  const { head, cell, top, theme } = layout;
  const corner = { size: 10.5, fill: theme.quiet, anchor: 'end' as const };
  return [
    ...(title === '' ? [] : [words(0, 12, title, { size: 12, fill: theme.ink, bold: true })]),
    words(head - 10, top - 22, `${columnName} →`, corner),
    words(head - 10, top - 8, `${rowName} ↓`, corner),
    ...columns.map((column, j) =>
      words(head + (j + 0.5) * cell, top - 12, fitted(column, cell - 8, 12), {
        ...{ size: 12, fill: theme.ink, anchor: 'middle' as const },
      }),
    ),
  ];
}

function cellOf(
  { scenario, title, mean, spread, fill, isBest }: SweepCell,
  column: number,
  layout: TableLayout,
): Element {
  const { head, cell, theme } = layout;
  const middle = { fill: theme.ink, anchor: 'middle' as const };
  const size = Math.min(10, (10 * (cell - 8)) / Math.max(1, textWidth(spread, 10)));
  return movedBy(head + column * cell, 0, [
    el(
      'rect',
      {
        ...{ class: 'cell', x: 1.5, y: 1.5, width: cell - 3, height: CELL_HEIGHT - 3, rx: 4 },
        fill: fill === null ? theme.paper : colorOf(fill, theme),
        ...{ stroke: isBest ? theme.ink : scenario.color, 'stroke-width': isBest ? 2 : 0 },
      },
      el('title', {}, title),
    ),
    words(cell / 2, 20, mean, { ...middle, size: 13.5, bold: isBest }),
    words(cell / 2, 34, spread, { ...middle, size }),
  ]);
}
