/** @file The figure of differences as SVG. A page scrolls and paper does not, so many scenarios get shorter cells. */
import type { DifferenceCell, DifferencesFigure } from '../figures/differences/differencesFigure';
import { colorOf, type Theme } from '../figures/theme';
import type { Panel, PanelSize } from './input';
import { words } from './marks';
import { el, movedBy, type Element } from './svg';
import { fitted, textWidth, wrapped } from './textFit';

/** What a cell has room for. */
type Detail = 'all' | 'difference' | 'sign';

interface Layout {
  readonly detail: Detail;
  readonly label: number;
  readonly cell: { readonly width: number; readonly height: number };
  readonly head: number;
  readonly theme: Theme;
}

/** Above this many scenarios a cell has no room for its interval; above the second number, it has none for figures. */
const MOST_WITH_ALL = 7;
const MOST_WITH_DIFFERENCE = 18;

function layoutOf(scenarios: number, { width, theme }: PanelSize): Layout {
  const detail =
    scenarios <= MOST_WITH_ALL ? 'all' : scenarios <= MOST_WITH_DIFFERENCE ? 'difference' : 'sign';
  const label = detail === 'all' ? 150 : 190;
  const cell = Math.min(detail === 'all' ? 150 : 48, (width - label) / Math.max(1, scenarios));
  const height = detail === 'all' ? 58 : detail === 'difference' ? 28 : Math.max(12, Math.min(18, cell + 4));
  const head = detail === 'all' ? 46 : 22;
  return { detail, label, cell: { width: cell, height }, head, theme };
}

/** Verdicts as the signs in cells without room for figures. */
const SIGNS: Readonly<Record<string, string>> = {
  better: '+',
  worse: '−',
  'a wash': '=',
  open: '·',
};

const SHORTENED: Readonly<Record<Detail, string>> = {
  all: '',
  difference:
    ' Here cells have no room for more than the difference; columns are numbered as the rows; filled is better or ' +
    'worse, dotted open, “=” a wash.',
  sign: ' Here cells have no room for more than the sign; columns are numbered as the rows.',
};

export function matrixPanel(figure: DifferencesFigure, size: PanelSize): Panel {
  const { scenarios, cells } = figure;
  const layout = layoutOf(scenarios.length, size);
  const { detail, head, cell } = layout;
  const bottom = head + scenarios.length * cell.height;
  return {
    title: figure.title,
    content: [
      ...headOf(figure, layout),
      ...cells.map((row, i) =>
        movedBy(0, head + i * cell.height, [...nameOf(figure, i, layout), ...rowOf(row, layout)]),
      ),
      ...(detail === 'sign' ? [movedBy(0, bottom + 20, signLegend(size.theme))] : []),
    ],
    height: bottom + (detail === 'sign' ? 32 : 0),
    caption: `${figure.looks} ${figure.caption}${SHORTENED[detail]}`,
    description: figure.description,
  };
}

function headOf({ scenarios }: DifferencesFigure, layout: Layout): Element[] {
  const { detail, label, cell, head, theme } = layout;
  const middle = { fill: theme.quiet, anchor: 'middle' as const };
  return scenarios.map(({ name, color }, column) => {
    const swatch = el('rect', { x: 2, y: head - 6, width: cell.width - 4, height: 3, fill: color });
    const lines = detail === 'all' ? wrapped(`minus ${name}`, cell.width - 6, 11, 2) : [];
    const texts =
      detail === 'all'
        ? lines.map((line, i) =>
            words(cell.width / 2, head - 11 - (lines.length - 1 - i) * 13, line, { ...middle, size: 11 }),
          )
        : [
            words(cell.width / 2, head - 9, String(column + 1), {
              ...middle,
              size: cell.width < 14 ? 7 : 9.5,
            }),
          ];
    return movedBy(label + column * cell.width, 0, [...texts, swatch]);
  });
}

function nameOf({ scenarios }: DifferencesFigure, row: number, layout: Layout): Element[] {
  const { detail, label, cell, theme } = layout;
  const scenario = scenarios[row];
  if (!scenario) return [];
  const size = cell.height < 15 ? 9 : 11.5;
  const number = detail === 'all' ? '' : `${row + 1}  `;
  const text = fitted(`${number}${scenario.name}`, label - 20, size, true);
  return [
    el('rect', { x: 0, y: 2, width: 4, height: cell.height - 4, rx: 1, fill: scenario.color }),
    words(12, cell.height / 2 + size * 0.36, text, { size, fill: theme.ink, bold: true }),
  ];
}

function rowOf(row: readonly (DifferenceCell | null)[], layout: Layout): Element[] {
  const { label, cell } = layout;
  return row.flatMap((each, column) =>
    each ? [movedBy(label + column * cell.width, 0, [groundOf(each, layout), ...textsOf(each, layout)])] : [],
  );
}

const DASHES = { solid: undefined, dashed: '4 2.5', dotted: '1.5 2.5' } as const;

function groundOf({ fill, border, borderStyle }: DifferenceCell, { detail, cell, theme }: Layout): Element {
  const gap = detail === 'sign' ? 0.5 : 2;
  return el('rect', {
    ...{ class: 'cell', x: gap, y: gap, width: cell.width - 2 * gap, height: cell.height - 2 * gap },
    ...{ rx: detail === 'sign' ? 0 : 3, fill: colorOf(fill, theme), stroke: colorOf(border, theme) },
    ...{ 'stroke-width': detail === 'sign' ? 0.5 : 1, 'stroke-dasharray': DASHES[borderStyle] },
  });
}

function textsOf(told: DifferenceCell, { detail, cell, theme }: Layout): Element[] {
  const { difference, interval, word, verdict, isBold, isOpen } = told;
  const [middle, style] = [
    cell.width / 2,
    { anchor: 'middle' as const, fill: isOpen ? theme.quiet : theme.ink, bold: isBold },
  ];
  if (detail === 'sign') {
    const size = Math.min(10, cell.width * 0.55);
    return [words(middle, cell.height / 2 + 3.2, SIGNS[word] ?? '', { ...style, size })];
  }
  if (detail === 'difference') {
    const text = `${difference}${verdict === 'a wash' ? ' =' : ''}`;
    const size = Math.min(10.5, cell.width * 0.26);
    return [words(middle, cell.height / 2 + 3.6, text, { ...style, size })];
  }
  const room = cell.width - 10;
  const fit = (text: string, size: number): number => Math.min(size, (size * room) / textWidth(text, size));
  return [
    words(middle, 21, difference, { ...style, size: 14, bold: true }),
    words(middle, 35, interval, { ...style, fill: theme.quiet, bold: false, size: fit(interval, 10) }),
    words(middle, 49, word, { ...style, size: fit(word, 11) }),
  ];
}

function signLegend(theme: Theme): Element[] {
  let x = 0;
  return Object.entries(SIGNS).map(([word, sign]) => {
    const text = `${sign}  ${word}`;
    const left = x;
    x += textWidth(text, 11) + 24;
    return words(left, 0, text, { size: 11, fill: theme.quiet });
  });
}
