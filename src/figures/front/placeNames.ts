/** @file Where the names of marks stand, so that no name covers another, a mark, an interval or the front's line. */

/** Pixels; y grows downwards. */
interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface NamedSpot {
  /** The mark's middle. */
  readonly x: number;
  readonly y: number;
  /** The ends of its interval; null for none. */
  readonly interval: { readonly top: number; readonly bottom: number } | null;
  /** The width of its name. */
  readonly width: number;
}

export interface NamesArea {
  readonly width: number;
  readonly height: number;
  /** Of the text. */
  readonly size: number;
  /** The corners of the front's line. */
  readonly line: readonly { readonly x: number; readonly y: number }[];
}

/** Where a name's text begins or ends, and its baseline. */
export interface NamePlace {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
}

/** Half of a mark, with a little room. */
const MARK = 7;
/** Half of a line, with a little room. */
const LINE = 1.5;

/**
 * Names beside their marks, where there is room: above, then below, at the right, then at the left.
 * @param spots the most important first: it gets its place before the others
 * @returns a place for each; null for a name that has no room
 */
export function placeNames(spots: readonly NamedSpot[], area: NamesArea): (NamePlace | null)[] {
  const taken: Rectangle[] = [...spots.flatMap(marksOf), ...lineOf(area.line)];
  return spots.map((spot) => {
    for (const place of placesOf(spot, area.size)) {
      const text = textAt(place, spot.width, area.size);
      if (!liesIn(text, area) || taken.some((other) => overlap(text, other))) continue;
      taken.push(text);
      return place;
    }
    return null;
  });
}

const marksOf = ({ x, y, interval }: NamedSpot): Rectangle[] => [
  { left: x - MARK, right: x + MARK, top: y - MARK, bottom: y + MARK },
  ...(interval ? [{ left: x - LINE, right: x + LINE, top: interval.top, bottom: interval.bottom }] : []),
];

function lineOf(corners: NamesArea['line']): Rectangle[] {
  return corners.slice(1).flatMap((to, i) => {
    const from = corners[i];
    if (!from) return [];
    const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
    const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
    return [{ left: left - LINE, right: right + LINE, top: top - LINE, bottom: bottom + LINE }];
  });
}

function placesOf({ x, y }: NamedSpot, size: number): NamePlace[] {
  const [right, left] = [x + MARK + 1, x - MARK - 1];
  // Above, below, in the middle, and further away where the nearer places are taken.
  const baselines = [y - 5, y + 4 + size, y + 0.36 * size, y - 5 - 1.2 * size, y + 4 + 2.2 * size];
  return baselines.flatMap((base): NamePlace[] => [
    { x: right, y: base, anchor: 'start' },
    { x: left, y: base, anchor: 'end' },
  ]);
}

/** Heights above and below the baseline are shares of the text's size. */
function textAt({ x, y, anchor }: NamePlace, width: number, size: number): Rectangle {
  const left = anchor === 'start' ? x : x - width;
  return { left, right: left + width, top: y - 0.78 * size, bottom: y + 0.24 * size };
}

const liesIn = ({ left, right, top, bottom }: Rectangle, { width, height }: NamesArea): boolean =>
  left >= 0 && right <= width && top >= 0 && bottom <= height;

const overlap = (one: Rectangle, other: Rectangle): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
