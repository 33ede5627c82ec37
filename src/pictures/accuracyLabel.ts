/** @file A scenario's name and figures beside its hill, on as many lines as its row has room for. */
import type { AccuracyRow } from '../figures/accuracy/accuracyFigure';
import { joinParts } from '../figures/figure';
import type { Theme } from '../figures/theme';
import { words } from './marks';
import { el, type Element } from './svg';
import { fitted, textWidth, wrapped } from './textFit';

/** Rows below these heights have room for one line of text, or two. */
const ONE_LINE = 36;
const THREE_LINES = 56;

export const hasOneLine = (height: number): boolean => height < ONE_LINE;

interface LabelLayout {
  /** Sizes in pixels. */
  readonly label: number;
  readonly height: number;
  readonly theme: Theme;
}

export function accuracyLabel(row: AccuracyRow, layout: LabelLayout): Element[] {
  if (layout.height < ONE_LINE) return oneLine(row, layout);
  return layout.height < THREE_LINES ? twoLines(row, layout) : manyLines(row, layout);
}

const meanAndSpread = ({ texts: { mean, spread } }: AccuracyRow): string =>
  spread === '' ? mean : `${mean} ${spread}`;

function oneLine(row: AccuracyRow, { label, height, theme }: LabelLayout): Element[] {
  const { scenario, texts } = row;
  const n = texts.trials.replace('n = ', '');
  const short = texts.hasMean ? `${meanAndSpread(row).replace(/\s%/, '')} (${n})` : texts.mean;
  const y = height / 2 + 5;
  return [
    el('rect', { x: 0, y: 5, width: 4, height: height - 9, rx: 1, fill: scenario.color }),
    words(12, y, fitted(scenario.name, label - 110, 11, true), { size: 11, fill: theme.ink, bold: true }),
    words(label - 6, y, texts.others === '' ? short : `${short} *`, {
      ...{ size: 10.5, fill: theme.quiet, anchor: 'end' as const },
    }),
  ];
}

const swatch = (y: number, color: string, height: number): Element =>
  el('rect', { x: 0, y, width: 4, height: height - 14, rx: 1, fill: color });

function twoLines(row: AccuracyRow, { label, height, theme }: LabelLayout): Element[] {
  const { scenario, texts } = row;
  const room = label - 16;
  const figures = joinParts(meanAndSpread(row), texts.trials, texts.interval, texts.others);
  return [
    swatch(7, scenario.color, height),
    words(12, 18, fitted(scenario.name, room, 12, true), { size: 12, fill: theme.ink, bold: true }),
    words(12, 32, fitted(figures, room, 10), { size: 10, fill: theme.quiet }),
  ];
}

function manyLines(row: AccuracyRow, { label, height, theme }: LabelLayout): Element[] {
  const { scenario, texts } = row;
  const room = label - 16;
  const names = wrapped(scenario.name, room, 12.5, height >= 70 ? 2 : 1, true);
  const below = 17 + 14 * names.length;
  const details = joinParts(texts.interval, texts.others);
  // If there is no room for the others, the caption names them.
  const fits = textWidth(details, 10.5) <= room;
  return [
    swatch(6, scenario.color, height),
    ...names.map((line, i) => words(12, 16 + 14 * i, line, { size: 12.5, fill: theme.ink, bold: true })),
    words(12, below, fitted(joinParts(meanAndSpread(row), texts.trials), room, 12), {
      ...{ size: 12, fill: theme.ink },
    }),
    words(12, below + 14, fits ? details : `${texts.interval} *`.trim(), { size: 10.5, fill: theme.quiet }),
  ];
}
