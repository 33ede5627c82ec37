/** @file The JSON that the page leaves in `window.result`, from which bench/growChart.mjs draws. */
import type { Spread } from '../step/measure';
import type { Peaks } from '../step/peaks';
import type { Axis, Point } from './points';

export interface GrowPoint {
  readonly value: number;
  /** Milliseconds a step, of a block of steps back to back. */
  readonly throughput: Spread;
  readonly dispatches: number;
  /** Floating point operations of the matrix products, low-rank ones included, of a step; null without timestamp queries. */
  readonly flops: number | null;
  /** Bytes of everything that the step's dispatches bind, each once a dispatch; null without timestamp queries. */
  readonly bytes: number | null;
}

export interface GrowReport {
  readonly adapter: string;
  readonly software: boolean;
  readonly userAgent: string;
  readonly from: Point;
  readonly peaks: Peaks;
  /** Microseconds of a dispatch that does next to nothing and waits for the one before it. */
  readonly dispatchMicroseconds: number;
  readonly axes: Partial<Readonly<Record<Axis, readonly GrowPoint[]>>>;
  readonly failed: readonly string[];
  readonly seconds: number;
  readonly error: string | null;
  readonly done: boolean;
}
