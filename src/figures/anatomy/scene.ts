/**
 * @file A drawing as a list of shapes, which page and saved picture both draw: the pictures of the anatomy are made of
 * boxes, lines and words in given positions, and not of rows and axes as the other figures are.
 */
import type { Paint } from '../theme';

/** Pixels; y grows downwards. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface BoxShape extends Box {
  readonly kind: 'box';
  readonly fill: Paint | null;
  readonly stroke?: Paint;
  readonly strokeWidth?: number;
  readonly dashed?: boolean;
  readonly radius?: number;
  /** Opacity of the whole box, in [0, 1]. */
  readonly opacity?: number;
  readonly title?: string;
}

export interface LineShape {
  readonly kind: 'line';
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly stroke: Paint;
  readonly width: number;
  readonly dashed?: boolean;
  /** Whether the last point is the tip of an arrow. */
  readonly arrow?: boolean;
}

export interface WordShape {
  readonly kind: 'words';
  readonly x: number;
  /** The baseline. */
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly fill: Paint;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly bold?: boolean;
  readonly serif?: boolean;
  readonly italic?: boolean;
}

export type Shape = BoxShape | LineShape | WordShape;

/** A drawing of a width and height. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

/** What a scene is drawn for. */
export interface SceneSize {
  readonly width: number;
  readonly height: number;
  /** The size of the text around the scene; all sizes of text and gaps follow from it. */
  readonly em: number;
}

/** Words in the size that is smallest in the scenes. */
export const note = (
  x: number,
  y: number,
  text: string,
  em: number,
  more: Partial<WordShape> = {},
): WordShape => ({
  ...{ kind: 'words', x, y, text, size: Math.max(12, 0.74 * em), fill: 'quiet' },
  ...more,
});

/** The tip of an arrow as a path's points, from the line's last two points. */
export function arrowHead({ points, width }: LineShape): readonly (readonly [number, number])[] {
  const [tip, from] = [points.at(-1), points.at(-2)];
  if (!tip || !from) return [];
  const length = Math.hypot(tip[0] - from[0], tip[1] - from[1]) || 1;
  const [dx, dy] = [(tip[0] - from[0]) / length, (tip[1] - from[1]) / length];
  const size = 2.5 + 1.8 * width;
  const back = [tip[0] - dx * size, tip[1] - dy * size] as const;
  return [
    tip,
    [back[0] - (dy * size) / 1.8, back[1] + (dx * size) / 1.8],
    [back[0] + (dy * size) / 1.8, back[1] - (dx * size) / 1.8],
  ];
}
