/** @file Text that must fit a width, without a browser to measure it: widths are estimated, rather too wide than too narrow. */

/** Of Arial, in thousandths of the font size, for U+0020 to U+007E. */
const WIDTHS = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
  500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
  556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
  278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
/** Fallbacks of Arial are up to this much wider, bold is too. */
const MARGIN = 1.06;
const BOLD = 1.07;

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]/u;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What people see as one character each. */
const graphemes = (text: string): string[] => [...segmenter.segment(text)].map(({ segment }) => segment);

function graphemeWidth(grapheme: string): number {
  const code = grapheme.codePointAt(0) ?? 32;
  const known = WIDTHS[code - 32];
  if (grapheme.length === 1 && known !== undefined) return known;
  return WIDE.test(grapheme) ? 1200 : 700;
}

/** Pixels, about. */
export function textWidth(text: string, size: number, bold = false): number {
  const units = graphemes(text).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0);
  return ((units * size) / 1000) * MARGIN * (bold ? BOLD : 1);
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

/** On at most `most` lines, broken at spaces where there are any; what does not fit the last line is cut. */
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
