/** @file What a product as narrow as the LoRA rank is made of: see `lowRank.ts`. */
import type { Tensor } from '@tensorflow/tfjs';
import type { Dropout, Operand } from '../../index';

/** So many ranks are summed at once. */
export const RANKS = 8;

export interface Narrow {
  readonly x: Tensor; // [T, width]
  readonly matrix: Operand;
  /** Elements of a row of x that one adapter's ranks are sums over. */
  readonly inner: number;
  readonly rank: number;
  /** Modules that x's rows are made of, each `inner` wide; for each adapter, which one it reads. */
  readonly adapted: readonly number[];
  /** [inner, rank] for each adapter, instead of [rank, inner]. */
  readonly transposed: boolean;
  readonly scale: number;
  readonly dropout: Dropout | null;
}
