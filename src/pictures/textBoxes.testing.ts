/** @file Where the texts of a picture stand, by the advance widths of the typeface that it carries. */
import { textWidth } from './textFit';

export interface TextBox {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Heights above and below the baseline, as shares of the font size. */
const [ASCENT, DESCENT] = [0.74, 0.2];

const numberOf = (attributes: string, name: string): number =>
  Number(new RegExp(` ${name}="([^"]*)"`).exec(attributes)?.[1] ?? NaN);

/** Boxes of all level texts, in pixels of the picture; turned ones are left out. */
export function textBoxes(svg: string): TextBox[] {
  const shifts: { x: number; y: number }[] = [{ x: 0, y: 0 }];
  const boxes: TextBox[] = [];
  for (const [, close, tag, attributes = '', self, content] of svg.matchAll(
    /<(\/?)(g|text)\b([^>]*?)(\/?)>([^<]*)/g,
  )) {
    const at = shifts.at(-1) ?? { x: 0, y: 0 };
    if (tag === 'g' && close) shifts.pop();
    else if (tag === 'g' && !self) {
      const [, x = '0', y = '0'] = /translate\(([-\d.]+) ([-\d.]+)\)/.exec(attributes) ?? [];
      shifts.push({ x: at.x + Number(x), y: at.y + Number(y) });
    } else if (tag === 'text' && !close && !attributes.includes('rotate(')) {
      boxes.push(boxOf(decoded(content ?? ''), attributes, at));
    }
  }
  return boxes;
}

function boxOf(text: string, attributes: string, at: { x: number; y: number }): TextBox {
  const size = numberOf(attributes, 'font-size');
  const width = textWidth(text, size, attributes.includes('font-weight="600"'));
  const anchor = / text-anchor="(\w+)"/.exec(attributes)?.[1];
  const left =
    at.x + numberOf(attributes, 'x') - width * (anchor === 'end' ? 1 : anchor === 'middle' ? 0.5 : 0);
  const base = at.y + numberOf(attributes, 'y');
  return { text, left, right: left + width, top: base - ASCENT * size, bottom: base + DESCENT * size };
}

const decoded = (text: string): string =>
  text.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? "'",
  );

/** Pairs of texts that overlap by more than a pixel each way, and texts that leave a picture of this width. */
export function textCollisions(svg: string, width: number): string[] {
  const boxes = textBoxes(svg);
  const pairs = boxes.flatMap((a, i) =>
    boxes
      .slice(i + 1)
      .filter(
        (b) =>
          Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
          Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1,
      )
      .map((b) => `${a.text} | ${b.text}`),
  );
  const outside = boxes.filter(({ left, right }) => left < 0 || right > width);
  return [...pairs, ...outside.map(({ text }) => `outside: ${text}`)];
}
