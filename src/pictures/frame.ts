/** @file The frame of a picture: titles and captions around its panels, the line at its foot, and texts for screen readers. */
import { SANS, SERIF } from '../fonts/families';
import { count } from '../base/format';
import { formatCompanies } from '../results/companies';
import { enginesOf, pytorchName } from '../results/engines';
import { mixedInShort } from '../figures/mixedPrecision';
import { recordsOfGroups, type ScenarioResults, type Subject } from '../figures/scenarioResults';
import { THEMES, type Theme, type ThemeName } from '../figures/theme';
import type { Panel, Picture } from './input';
import { words } from './marks';
import { el, movedBy, serialize, type Element } from './svg';
import { isolated, wrapped } from './textFit';

/** The width of a picture with one panel, its margins included, in pixels. */
export const WIDTH = 880;
export const MARGIN = 24;
const CAPTION_SIZE = 11;
const CAPTION_LINE = 15;
const MOST_CAPTION_LINES = 8;

/** Says how many trials there are: "n = 5 trials a scenario", "n = 3 to 5 ...". */
export function trialsText(groups: readonly Pick<ScenarioResults, 'summary'>[]): string {
  const counts = groups.map(({ summary }) => summary.n);
  const least = counts.reduce((a, b) => Math.min(a, b), Infinity);
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  if (most === 0) return 'no finished trials';
  const range = least === most ? String(most) : `${least} to ${most}`;
  return `n = ${range} ${most === 1 ? 'trial' : 'trials'} a scenario`;
}

export function footerText(
  { labVersion, model, dataset, rows }: Subject,
  groups: readonly Pick<ScenarioResults, 'summary' | 'measured' | 'isMixed'>[],
): string {
  const validation = rows === null ? '' : `, ${count(rows)} validation sentences`;
  const records = recordsOfGroups(groups);
  const engines = enginesOf(records);
  const by = engines.includes('pytorch')
    ? ` · trained by ${engines.includes('lab') ? 'the lab and ' : ''}${pytorchName(records)}`
    : '';
  const mixed = mixedInShort(groups);
  const precision = mixed === '' ? '' : ` · ${mixed}`;
  const taken = formatCompanies(records);
  const together = taken === '' ? '' : ` · ${taken}`;
  return `LoRA Lab ${labVersion} · model ${isolated(model)} · data ${isolated(dataset)}${validation} · ${trialsText(groups)}${by}${precision}${together}`;
}

/** A panel with its title above and its caption below; the height is in pixels. */
function titled(panel: Panel, width: number, theme: Theme): { content: Element[]; height: number } {
  const top = 34;
  const caption = wrapped(panel.caption, width, CAPTION_SIZE, MOST_CAPTION_LINES);
  const below = top + panel.height + 18;
  return {
    content: [
      words(0, 16, panel.title, {
        ...{ size: 18, fill: theme.ink, family: SERIF },
      }),
      movedBy(0, top, panel.content),
      ...caption.map((line, i) =>
        words(0, below + i * CAPTION_LINE, line, { size: CAPTION_SIZE, fill: theme.quiet }),
      ),
    ],
    height: below + caption.length * CAPTION_LINE,
  };
}

function document(
  title: string,
  description: string,
  { width, height }: { width: number; height: number },
  theme: Theme,
  content: readonly Element[],
): Picture {
  const svg = serialize(
    el(
      'svg',
      {
        xmlns: 'http://www.w3.org/2000/svg',
        ...{ width, height, viewBox: `0 0 ${width} ${height}` },
        ...{ role: 'img', 'font-family': SANS },
        style: 'font-variant-numeric: tabular-nums; text-rendering: geometricPrecision',
      },
      el('title', {}, title),
      el('desc', {}, description),
      el('rect', { width, height, fill: theme.paper }),
      ...content,
    ),
  );
  return { svg, width, height };
}

function footer(text: string, width: number, y: number, theme: Theme): Element[] {
  return [
    el('line', { x1: MARGIN, x2: width - MARGIN, y1: y - 16, y2: y - 16, stroke: theme.line }),
    ...wrapped(text, width - 2 * MARGIN, 10.5, 2).map((line, i) =>
      words(MARGIN, y + 14 * i, line, { size: 10.5, fill: theme.quiet }),
    ),
  ];
}

const FOOTER_HEIGHT = 52;

export interface Framing {
  readonly foot: string;
  readonly theme: ThemeName;
}

/** Draws one panel as a picture. @param panel drawn `width` less two {@link MARGIN}s wide */
export function framed(panel: Panel, { foot, theme: name }: Framing, width = WIDTH): Picture {
  const theme = THEMES[name];
  const { content, height } = titled(panel, width - 2 * MARGIN, theme);
  const total = Math.ceil(MARGIN + height + FOOTER_HEIGHT);
  return document(`${panel.title}. ${foot}`, panel.description, { width, height: total }, theme, [
    movedBy(MARGIN, MARGIN, content),
    ...footer(foot, width, total - 26, theme),
  ]);
}
