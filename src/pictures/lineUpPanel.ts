/**
 * @file Figures side by side as SVG, one row a scenario through all of them: accuracies with the scenarios' names, or the
 * names alone, then columns of bars. Each column has its own title, axis and caption.
 */
import type { AccuracyFigure } from '../figures/accuracy/accuracyFigure';
import type { BarFigure, BarRow } from '../figures/costs/barFigure';
import type { Theme } from '../figures/theme';
import { SERIF } from '../fonts/families';
import { accuracyPanel, accuracyRowHeight } from './accuracyPanel';
import { legendOf } from './barPanel';
import { markOf } from './barMarks';
import type { Panel } from './input';
import { words } from './marks';
import { el, movedBy, type Element } from './svg';
import { fitted, textWidth, wrapped } from './textFit';

const ACCURACY = 470;
const NAMES = 190;
const COLUMN = 150;
export const COLUMN_GAP = 26;
const TITLE_SIZE = 15;
const TITLE_LINE = 18;
const CAPTION_SIZE = 11;
const CAPTION_LINE = 15;
const MOST_CAPTION_LINES = 16;
/** From this height on a row has its figure above the bar, below it at the bar's end. */
const TALL = 40;
const FIGURE_WIDTH = 66;
const GROUP_WIDTH = 26;

/** What is drawn between the heading and the caption of a column. */
interface Column {
  readonly title: string;
  readonly caption: string;
  readonly width: number;
  readonly content: readonly Element[];
  /** Pixels, from the top of the first row. */
  readonly height: number;
}

export interface LineUp {
  /** Null where accuracies are left out; the names stand alone then. */
  readonly accuracy: AccuracyFigure | null;
  readonly columns: readonly BarFigure[];
  readonly title: string;
  /** Stands below everything. */
  readonly caption?: string;
}

export interface DrawnLineUp {
  readonly panel: Panel;
  /** Pixels. */
  readonly width: number;
}

export function lineUpPanel(figures: LineUp, theme: Theme): DrawnLineUp {
  const { accuracy, columns, title, caption = '' } = figures;
  const count = accuracy?.rows.length ?? columns[0]?.rows.length ?? 0;
  const rowHeight = accuracy ? Math.min(accuracyRowHeight(count), count > 12 ? 42 : 74) : 20;
  const first = accuracy
    ? accuracyColumn(accuracy, rowHeight, theme)
    : namesColumn(columns[0], rowHeight, theme);
  const drawn = [first, ...columns.map((figure) => barColumn(figure, rowHeight, theme))];
  const titles = drawn.map((column, i) =>
    titleLines(lettered(column.title, accuracy ? i : -1), column.width),
  );
  const top = Math.max(...titles.map((lines) => lines.length)) * TITLE_LINE + 16;
  const bottom = top + Math.max(...drawn.map(({ height }) => height)) + 20;
  const captions = drawn.map((column) =>
    wrapped(column.caption, column.width, CAPTION_SIZE, MOST_CAPTION_LINES),
  );
  let x = 0;
  const content = drawn.map((column, i) => {
    const left = x;
    x += column.width + COLUMN_GAP;
    return movedBy(left, 0, [
      ...(titles[i] ?? []).map((line, j) =>
        words(0, 16 + j * TITLE_LINE, line, { size: TITLE_SIZE, fill: theme.ink, family: SERIF }),
      ),
      movedBy(0, top, column.content),
      ...(captions[i] ?? []).map((line, j) =>
        words(0, bottom + j * CAPTION_LINE, line, { size: CAPTION_SIZE, fill: theme.quiet }),
      ),
    ]);
  });
  return {
    width: x - COLUMN_GAP,
    panel: {
      ...{ title, content, caption },
      height: bottom + Math.max(...captions.map((lines) => lines.length)) * CAPTION_LINE - 12,
      description: [accuracy, ...columns]
        .flatMap((figure) => (figure ? [`${figure.title}. ${figure.description}`] : []))
        .join(' '),
    },
  };
}

const lettered = (title: string, at: number): string => {
  const letter = 'abcdefgh'[at];
  return letter === undefined ? title : `${letter}\u2003${title}`;
};

/** The serif typeface is a little wider than the one that is measured. */
const titleLines = (title: string, width: number): string[] => wrapped(title, width / 1.08, TITLE_SIZE, 2);

function accuracyColumn(figure: AccuracyFigure, rowHeight: number, theme: Theme): Column {
  const { title, caption, content, height } = accuracyPanel(figure, { width: ACCURACY, theme, rowHeight });
  return { title, caption, width: ACCURACY, content, height };
}

function namesColumn(figure: BarFigure | undefined, rowHeight: number, theme: Theme): Column {
  const rows = figure?.rows ?? [];
  const inset = rows.some(({ group }) => group !== undefined) ? GROUP_WIDTH : 0;
  const content = rows.map(({ scenario, group }, i) =>
    movedBy(0, i * rowHeight, [
      ...(group === undefined ? [] : groupOf(group, i, theme)),
      el('rect', { x: inset, y: 3, width: 4, height: rowHeight - 6, rx: 1, fill: scenario.color }),
      words(inset + 11, rowHeight / 2 + 4.2, fitted(scenario.name, NAMES - inset - 12, 11.5), {
        ...{ size: 11.5, fill: theme.ink },
      }),
    ]),
  );
  return { title: '', caption: '', width: NAMES, content, height: rows.length * rowHeight };
}

const groupOf = (group: string, at: number, theme: Theme): Element[] => [
  ...(at > 0 ? [el('line', { x1: 0, x2: NAMES, y1: -0.5, y2: -0.5, stroke: theme.line })] : []),
  words(0, 14, group, { size: 11.5, fill: theme.ink, bold: true }),
];

function barColumn(figure: BarFigure, rowHeight: number, theme: Theme): Column {
  const track = rowHeight < TALL ? COLUMN - FIGURE_WIDTH : COLUMN - 6;
  const x = (at: number): number => at * track;
  const bottom = figure.rows.length * rowHeight + 4;
  const label = wrapped(figure.axis.label, COLUMN, 10.5, 2);
  const legend = legendOf(figure, COLUMN, theme);
  const below = bottom + 20 + label.length * 13;
  return {
    ...{ title: figure.title, caption: figure.caption, width: COLUMN },
    content: [
      ...axisOf(figure, { bottom, x }, theme),
      ...label.map((line, i) => words(0, bottom + 29 + i * 13, line, { size: 10.5, fill: theme.quiet })),
      ...figure.rows.map((row, i) =>
        movedBy(
          0,
          i * rowHeight,
          rowOf(row, { rowHeight, x, isPublished: figure.isPublished ?? false }, theme),
        ),
      ),
      ...(legend.height > 0 ? [movedBy(0, below + 6, legend.content)] : []),
    ],
    height: below + (legend.height > 0 ? 6 + legend.height : 0),
  };
}

/** Fine lines through all rows, and labels as far as they do not touch. */
function axisOf(
  { axis }: BarFigure,
  { bottom, x }: { readonly bottom: number; readonly x: (at: number) => number },
  theme: Theme,
): Element[] {
  let free = -Infinity;
  return [
    ...axis.ticks.map(({ at }) =>
      el('line', { x1: x(at), x2: x(at), y1: 0, y2: bottom + 3, stroke: theme.line }),
    ),
    el('line', { x1: 0, x2: x(1), y1: bottom, y2: bottom, stroke: theme.strong }),
    ...axis.ticks.flatMap(({ at, text }) => {
      const wide = textWidth(text, 10.5);
      const left = Math.min(Math.max(0, x(at) - wide / 2), COLUMN - wide);
      if (left < free) return [];
      free = left + wide + 4;
      return [words(left, bottom + 14, text, { size: 10.5, fill: theme.quiet })];
    }),
  ];
}

interface RowLayout {
  readonly rowHeight: number;
  readonly x: (at: number) => number;
  readonly isPublished: boolean;
}

function rowOf(row: BarRow, { rowHeight, x, isPublished }: RowLayout, theme: Theme): Element[] {
  const tall = rowHeight >= TALL;
  const height = tall ? 12 : Math.min(11, rowHeight - 7);
  const y = tall ? rowHeight / 2 + 3 : (rowHeight - height) / 2;
  const style = { color: row.scenario.color, isEstimated: row.isEstimated, isPublished, theme };
  const look = {
    size: tall ? 12 : 11,
    fill: row.isEstimated ? theme.quiet : theme.ink,
    bold: !row.isEstimated,
  };
  const text = row.figure ?? '–';
  return [
    ...row.marks.flatMap((mark) => markOf(mark, { y, height, x }, style)),
    tall
      ? words(0, rowHeight / 2 - 4, fitted(text, COLUMN, look.size, look.bold), look)
      : words(COLUMN, rowHeight / 2 + 4, fitted(text, FIGURE_WIDTH - 6, look.size, look.bold), {
          ...look,
          anchor: 'end',
        }),
  ];
}
