/** @file "Which differences are real?" as a picture: every scenario against every other, row minus column. */
import { allDifferences, differenceAt, type Differences } from '../stats/differences';
import { cellOf, sentenceOf, type Cell } from '../stats/formatDifference';
import type { Panel, PanelSize, ScenarioResults } from './input';
import { words } from './marks';
import { mix } from './mix';
import { el, movedBy, type Element } from './svg';
import { fitted, textWidth, wrapped } from './textFit';
import type { Theme } from './theme';

interface Layout {
  /** What a cell has room for. */
  readonly detail: 'all' | 'difference' | 'sign';
  readonly label: number;
  readonly cell: { readonly width: number; readonly height: number };
  readonly head: number;
}

/** Above this many scenarios a cell has no room for its interval; above the second, none for figures. */
const MOST_WITH_ALL = 7;
const MOST_WITH_DIFFERENCE = 18;

function layoutOf(scenarios: number, width: number): Layout {
  const detail =
    scenarios <= MOST_WITH_ALL ? 'all' : scenarios <= MOST_WITH_DIFFERENCE ? 'difference' : 'sign';
  const label = detail === 'all' ? 150 : 190;
  const cell = Math.min(detail === 'all' ? 150 : 48, (width - label) / Math.max(1, scenarios));
  const height = detail === 'all' ? 58 : detail === 'difference' ? 28 : Math.max(12, Math.min(18, cell + 4));
  return { detail, label, cell: { width: cell, height }, head: detail === 'all' ? 46 : 22 };
}

/** As the signs of cells without room for figures. */
const SIGNS: Readonly<Record<string, string>> = {
  better: '+',
  worse: '−',
  'probably better': '(+)',
  'probably worse': '(−)',
  'a wash': '=',
  'too few seeds': '·',
};

/** @param rows validation examples behind each accuracy; null if not known */
export function matrixPanel(groups: readonly ScenarioResults[], rows: number | null, size: PanelSize): Panel {
  const differences = allDifferences(
    groups.map(({ bySeed }) => bySeed),
    rows,
  );
  const { width, theme } = size;
  const layout = layoutOf(groups.length, width);
  const { detail, head, cell } = layout;
  const bottom = head + groups.length * cell.height;
  return {
    title: 'Which differences are real?',
    content: [
      ...headOf(groups, layout, theme),
      ...groups.flatMap((group, row) => rowOf(group, row, groups, differences, layout, theme)),
      ...(detail === 'sign' ? [movedBy(0, bottom + 20, signLegend(theme))] : []),
    ],
    height: bottom + (detail === 'sign' ? 32 : 0),
    caption:
      'A cell is the row’s mean accuracy minus the column’s in percentage points' +
      (detail === 'all' ? ', with its 95 % t interval' : '') +
      (detail === 'sign' ? ', of which only the sign is shown' : '') +
      (detail === 'all' ? '' : '; columns are numbered as the rows') +
      (detail === 'difference'
        ? '; filled is better or worse, dashed probably so, dotted too few seeds, “=” a wash'
        : '') +
      '; trials of one seed are compared with each other. “Better” holds after Holm’s correction for all ' +
      `comparisons (${differences.tested}), “probably better” for this one alone; “a wash” is too small to matter on this validation set.`,
    description: sentences(groups, differences).join('; '),
  };
}

/** The verdicts that say something, at most as many as anyone listens to. */
function sentences(groups: readonly ScenarioResults[], differences: Differences): string[] {
  const names = groups.map(({ scenario }) => scenario.name);
  const told = differences.between.flatMap((pairs, i) =>
    pairs.flatMap((difference, j) =>
      difference ? [sentenceOf(difference, names[i] ?? '', names[i + 1 + j] ?? '')] : [],
    ),
  );
  return told.length > 60 ? [...told.slice(0, 60), `and ${told.length - 60} more`] : told;
}

function headOf(
  groups: readonly ScenarioResults[],
  { detail, label, cell, head }: Layout,
  theme: Theme,
): Element[] {
  return groups.flatMap(({ scenario }, column) => {
    const middle = label + (column + 0.5) * cell.width;
    const swatch = el('rect', {
      ...{
        x: label + column * cell.width + 2,
        y: head - 6,
        width: cell.width - 4,
        height: 3,
        fill: scenario.color,
      },
    });
    if (detail !== 'all') {
      const text = words(middle, head - 9, String(column + 1), {
        ...{ size: cell.width < 14 ? 7 : 9.5, fill: theme.quiet, anchor: 'middle' as const },
      });
      return [text, swatch];
    }
    const lines = wrapped(`minus ${scenario.name}`, cell.width - 6, 11, 2);
    return [
      ...lines.map((line, i) =>
        words(middle, head - 11 - (lines.length - 1 - i) * 13, line, {
          ...{ size: 11, fill: theme.quiet, anchor: 'middle' as const },
        }),
      ),
      swatch,
    ];
  });
}

function rowOf(
  { scenario }: ScenarioResults,
  row: number,
  groups: readonly ScenarioResults[],
  differences: Differences,
  layout: Layout,
  theme: Theme,
): Element[] {
  const { detail, label, cell, head } = layout;
  const y = head + row * cell.height;
  const size = cell.height < 15 ? 9 : 11.5;
  const number = detail === 'all' ? '' : `${row + 1}  `;
  const cells = groups.flatMap((other, column) => {
    const pair = differenceAt(differences, { row, column });
    if (!pair) return [];
    const told = cellOf(pair.difference, pair.turned);
    const side = told.side === 'ahead' ? scenario.color : other.scenario.color;
    return [movedBy(label + column * cell.width, y, cellMarks(told, side, layout, theme))];
  });
  return [
    el('rect', { x: 0, y: y + 2, width: 4, height: cell.height - 4, rx: 1, fill: scenario.color }),
    words(
      12,
      y + cell.height / 2 + size * 0.36,
      fitted(`${number}${scenario.name}`, label - 20, size, true),
      {
        ...{ size, fill: theme.ink, bold: true },
      },
    ),
    ...cells,
  ];
}

/** @param side colour of the scenario that is ahead */
function cellMarks(told: Cell, side: string, { detail, cell }: Layout, theme: Theme): Element[] {
  const { verdict } = told;
  const better = verdict === 'better';
  const open = verdict === 'too few seeds to tell';
  const gap = detail === 'sign' ? 0.5 : 2;
  const ground = el('rect', {
    ...{
      x: gap,
      y: gap,
      width: cell.width - 2 * gap,
      height: cell.height - 2 * gap,
      rx: detail === 'sign' ? 0 : 3,
    },
    fill: better ? mix(side, 0.18, theme.paper) : theme.paper,
    stroke:
      better || verdict === 'probably better' ? side : open && detail === 'sign' ? theme.line : theme.strong,
    'stroke-width': detail === 'sign' ? 0.5 : 1,
    'stroke-dasharray':
      verdict === 'probably better' ? '4 2.5' : open && detail !== 'sign' ? '1.5 2.5' : undefined,
  });
  const middle = cell.width / 2;
  const style = { anchor: 'middle' as const, fill: open ? theme.quiet : theme.ink };
  if (detail === 'sign')
    return [
      ground,
      words(middle, cell.height / 2 + 3.2, SIGNS[told.word] ?? '', {
        ...{ ...style, size: Math.min(10, cell.width * 0.55), bold: better },
      }),
    ];
  if (detail === 'difference')
    return [
      ground,
      words(middle, cell.height / 2 + 3.6, `${told.difference}${verdict === 'a wash' ? ' =' : ''}`, {
        ...{ ...style, size: Math.min(10.5, cell.width * 0.26), bold: better },
      }),
    ];
  const room = cell.width - 10;
  const fit = (text: string, size: number): number => Math.min(size, (size * room) / textWidth(text, size));
  return [
    ground,
    words(middle, 21, told.difference, { ...style, size: 14, bold: true }),
    words(middle, 35, told.interval, { ...style, fill: theme.quiet, size: fit(told.interval, 10) }),
    words(middle, 49, told.word, { ...style, size: fit(told.word, 11), bold: better }),
  ];
}

function signLegend(theme: Theme): Element[] {
  let x = 0;
  return Object.entries(SIGNS).flatMap(([word, sign]) => {
    const text = `${sign}  ${word}`;
    const left = x;
    x += textWidth(text, 11) + 24;
    return [words(left, 0, text, { size: 11, fill: theme.quiet })];
  });
}
