/** @file The outline of a hill as SVG paths. */
import { area, line } from 'd3-shape';
import type { HillPoint } from './marks';

export interface HillScales {
  readonly x: (at: number) => number;
  readonly y: (height: number) => number;
  /** Digits after the decimal point in a coordinate. */
  readonly digits: number;
}

export interface HillPaths {
  readonly area: string;
  readonly line: string;
}

/** @returns null for an empty hill */
export function hillPaths(hill: readonly HillPoint[], { x, y, digits }: HillScales): HillPaths | null {
  const filled = area<HillPoint>()
    .x(({ at }) => x(at))
    .y0(y(0))
    .y1(({ height }) => y(height))
    .digits(digits)([...hill]);
  const outline = line<HillPoint>()
    .x(({ at }) => x(at))
    .y(({ height }) => y(height))
    .digits(digits)([...hill]);
  return filled !== null && outline !== null ? { area: filled, line: outline } : null;
}
