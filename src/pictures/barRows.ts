/** @file One line a scenario: its name, a track with its marks, its figure; an axis below. */
import type { PanelSize, ScenarioResults } from './input';
import { AXIS_HEIGHT, bottomAxis, words } from './marks';
import { el, movedBy, type Element } from './svg';
import { fitted } from './textFit';

const FIGURE_WIDTH = 78;
const PAD = 8;
const THICKEST = 12;

export interface BarRow {
  /** Null: nothing is known yet. */
  readonly figure: string | null;
  /** @param at pixels of a position in [0, 1] on the track @param bar vertical place of a bar */
  readonly marks: (
    at: (position: number) => number,
    bar: { readonly y: number; readonly height: number },
  ) => Element[];
}

export interface BarAxis {
  /** Positions in [0, 1]. */
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  readonly title: string;
}

export function barRows(
  groups: readonly Pick<ScenarioResults, 'scenario'>[],
  rows: readonly BarRow[],
  axis: BarAxis,
  { width, theme, rowHeight = groups.length <= 20 ? 26 : 19 }: PanelSize,
): { readonly content: Element[]; readonly height: number } {
  const label = Math.min(230, Math.max(140, width * 0.3));
  const track = width - label - FIGURE_WIDTH - 2 * PAD;
  const at = (position: number): number => label + PAD + position * track;
  const bottom = groups.length * rowHeight + 4;
  const ticks = axis.ticks.map((tick) => ({ x: at(tick.at), text: tick.text }));
  const thickness = Math.min(THICKEST, rowHeight - 8);
  const bar = { y: (rowHeight - thickness) / 2, height: thickness };
  const size = rowHeight < 22 ? 11 : 12;
  const base = rowHeight / 2 + size * 0.36;
  return {
    content: [
      ...bottomAxis(ticks, { top: 0, y: bottom, from: at(0), to: at(1), title: axis.title }, theme),
      ...groups.map(({ scenario }, i) => {
        const row = rows[i];
        return movedBy(0, i * rowHeight, [
          el('rect', { x: 0, y: 4, width: 4, height: rowHeight - 8, rx: 1, fill: scenario.color }),
          words(12, base, fitted(scenario.name, label - 16, size), { size, fill: theme.ink }),
          ...(row && row.figure !== null ? row.marks(at, bar) : []),
          words(width, base, row?.figure ?? '–', { size, fill: theme.ink, bold: true, anchor: 'end' }),
        ]);
      }),
    ],
    height: bottom + AXIS_HEIGHT,
  };
}
