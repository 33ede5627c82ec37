/**
 * @file The legend below the learning curves: the kinds of lines, and colours by scenario, with accuracies if there are
 * any.
 */
import type { CurvesFigure, GapTable } from '../figures/curves/curvesFigure';
import type { Theme } from '../figures/theme';
import { words } from './marks';
import { el, movedBy, type Element } from './svg';
import { fitted, textWidth } from './textFit';

interface Legend {
  readonly content: Element[];
  /** Pixels. */
  readonly height: number;
}

interface LegendSize {
  /** Pixels. */
  readonly width: number;
  readonly theme: Theme;
}

const LINE = 17;

export function curvesLegend(figure: CurvesFigure, size: LegendSize): Legend {
  const colors = figure.gaps ? gapRows(figure.gaps, size) : colorColumns(figure, size);
  return {
    content: [...lineKey(figure, size.theme), movedBy(0, LINE + 4, colors.content)],
    height: LINE + 4 + colors.height,
  };
}

function lineKey({ lineKey: kinds }: CurvesFigure, theme: Theme): Element[] {
  let x = 0;
  return kinds.flatMap(({ kind, label }) => {
    const left = x;
    x += 38 + textWidth(label, 11) + 22;
    const isDashed = kind === 'validation';
    return [
      el('line', {
        ...{ x1: left, x2: left + 32, y1: 6, y2: 6, stroke: theme.ink, 'stroke-width': 1.25 },
        'stroke-dasharray': isDashed ? '4 3' : undefined,
      }),
      ...(isDashed
        ? [el('rect', { x: left + 13.75, y: 3.75, width: 4.5, height: 4.5, rx: 2.25, fill: theme.ink })]
        : []),
      words(left + 38, 10, label, { size: 11, fill: theme.quiet }),
    ];
  });
}

function swatch(color: string, left: number, top: number): Element {
  return el('line', {
    ...{ x1: left, x2: left + 14, y1: top + 6, y2: top + 6 },
    ...{ stroke: color, 'stroke-width': 2.5 },
  });
}

function colorColumns({ legend }: CurvesFigure, { width, theme }: LegendSize): Legend {
  const columns = legend.length <= 3 ? 3 : 4;
  const column = width / columns;
  const content = legend.flatMap(({ name, color }, i) => {
    const [left, top] = [(i % columns) * column, Math.floor(i / columns) * LINE];
    return [
      swatch(color, left, top),
      words(left + 20, top + 10, fitted(name, column - 30, 11), { size: 11, fill: theme.ink }),
    ];
  });
  return { content, height: Math.ceil(legend.length / columns) * LINE };
}

/** The width of a column of figures in pixels. */
const FIGURE_COLUMN = 78;

function gapRows({ heads, rows }: GapTable, { width, theme }: LegendSize): Legend {
  const [first = '', ...others] = heads;
  const names = Math.min(400, width - others.length * FIGURE_COLUMN);
  const right = (i: number): number => names + (i + 1) * FIGURE_COLUMN;
  const style = { size: 11, fill: theme.quiet };
  const content = [
    words(0, 10, first, style),
    ...others.map((head, i) => words(right(i), 10, head, { ...style, anchor: 'end' as const })),
  ];
  let top = LINE;
  for (const { name, color, turn, figures } of rows) {
    content.push(
      swatch(color, 0, top),
      words(20, top + 10, fitted(name, names - 24, 11), { size: 11, fill: theme.ink }),
      ...figures.map((figure, i) =>
        words(right(i), top + 10, figure, { size: 11, fill: theme.ink, anchor: 'end' as const }),
      ),
    );
    top += LINE;
    if (turn === '') continue;
    content.push(words(20, top + 9, fitted(turn, width - 20, 10), { size: 10, fill: theme.quiet }));
    top += LINE - 2;
  }
  return { content, height: top };
}
