/** @file Fits text to a width without a browser, by the advance widths of the typeface that saved pictures carry. */
import advances from '../fonts/advances.json';

/**
 * Advance widths in thousandths of the font size by code point, with tabular figures: tools/fonts/subset.py writes
 * them.
 */
const WIDTHS: Readonly<Record<'regular' | 'bold', Readonly<Record<string, number>>>> = advances;

/** Kerning, which is not in the table, narrows most words and widens some by this much. */
const KERNING = 1.02;

/** Characters without width: joiners and direction marks. */
const INVISIBLE = /^[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]$/u;
/** The variation selector that turns a sign into a picture. */
const PICTURE = /\ufe0f/u;
/** Wide characters, drawn in a typeface of the reader's system: better estimated too wide than too narrow. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Latin letters, digits and signs, each of which is a character by itself. */
const PLAIN = /^[ -~\u00a0-\u00ff\u2010-\u2026]*$/;

let segmenter: Intl.Segmenter | null = null;

/** Splits a text into what people see as one character each. `Intl` is asked only if it must be: its first use is slow. */
function graphemes(text: string): string[] {
  if (PLAIN.test(text)) return [...text];
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return [...segmenter.segment(text)].map(({ segment }) => segment);
}

function graphemeWidth(grapheme: string, weight: keyof typeof WIDTHS): number {
  const known = WIDTHS[weight][grapheme.codePointAt(0) ?? 32];
  if (known !== undefined && !PICTURE.test(grapheme)) return known;
  if (INVISIBLE.test(grapheme)) return 0;
  return WIDE.test(grapheme) || PICTURE.test(grapheme) ? 1200 : 700;
}

/** The width of a text in pixels, at most a few hundredths too wide. */
export function textWidth(text: string, size: number, bold = false): number {
  const weight = bold ? 'bold' : 'regular';
  const units = graphemes(text).reduce((sum, grapheme) => sum + graphemeWidth(grapheme, weight), 0);
  return (units * size * KERNING) / 1000;
}

/** The text, or as much of its beginning as fits, with an ellipsis. */
export function fitted(text: string, width: number, size: number, bold = false): string {
  if (textWidth(text, size, bold) <= width) return text;
  const kept: string[] = [];
  let used = textWidth('…', size, bold);
  for (const grapheme of graphemes(text)) {
    used += textWidth(grapheme, size, bold);
    if (used > width) break;
    kept.push(grapheme);
  }
  return `${kept.join('').trimEnd()}…`;
}

/** Breaks a text into at most `most` lines, at spaces where there are any; the last line is cut if it does not fit. */
export function wrapped(text: string, width: number, size: number, most: number, bold = false): string[] {
  const lines: string[] = [];
  let rest = text.trim();
  while (rest !== '' && lines.length < most - 1 && textWidth(rest, size, bold) > width) {
    const head = headThatFits(rest, width, size, bold);
    lines.push(head.trimEnd());
    rest = rest.slice(head.length).trimStart();
  }
  if (rest !== '') lines.push(fitted(rest, width, size, bold));
  return lines;
}

function headThatFits(text: string, width: number, size: number, bold: boolean): string {
  let head = '';
  for (const grapheme of graphemes(text)) {
    if (textWidth(head + grapheme, size, bold) > width) break;
    head += grapheme;
  }
  const space = head.lastIndexOf(' ');
  // A word that fills more than half the line alone is broken itself.
  if (text[head.length] !== ' ' && space > head.length / 2) head = head.slice(0, space);
  return head === '' ? (graphemes(text)[0] ?? text) : head;
}

/** A person's text within a sentence keeps its own direction: Hebrew in it does not turn the rest around. */
export const isolated = (text: string): string => `\u2068${text}\u2069`;
