/** @file The names in a figure of accuracy against cost, placed in its plot by the advance widths of the lab's typeface. */
import type { FrontFigure, FrontMark } from '../figures/front/frontFigure';
import { placeNames, type NamePlace } from '../figures/front/placeNames';
import { fitted, textWidth } from './textFit';

export interface PlacedName extends NamePlace {
  readonly mark: FrontMark;
  /** The name, cut if it is long. */
  readonly text: string;
}

/** Pixels. */
export interface PlotSize {
  readonly width: number;
  readonly height: number;
  /** Of the text. */
  readonly size: number;
}

/** Longer names are cut: their beginning says most. */
const MOST_WIDTH = 190;

/** Those names that have room. The recommended one comes first, then those on the front, from the best mean down. */
export function frontNames({ marks, front }: FrontFigure, { width, height, size }: PlotSize): PlacedName[] {
  const rank = ({ isRecommended, isOnFront, y }: FrontMark): number =>
    (isRecommended ? 4 : 0) + (isOnFront ? 2 : 0) + y;
  const named = [...marks]
    .sort((a, b) => rank(b) - rank(a))
    .map((mark) => ({ mark, text: fitted(mark.name, Math.min(MOST_WIDTH, width / 2), size) }));
  const down = (y: number): number => (1 - y) * height;
  const places = placeNames(
    named.map(({ mark: { x, y, interval }, text }) => ({
      ...{ x: x * width, y: down(y), width: textWidth(text, size) },
      interval: interval && { top: down(interval.to), bottom: down(interval.from) },
    })),
    { width, height, size, line: front.map(({ x, y }) => ({ x: x * width, y: down(y) })) },
  );
  return named.flatMap(({ mark, text }, i) => {
    const place = places[i];
    return place ? [{ mark, text, ...place }] : [];
  });
}
