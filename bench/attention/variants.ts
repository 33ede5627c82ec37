/** @file The tilings that are timed: one kernel's at a time, the other kernels keeping theirs. */
import type { Tiling } from '../../src/ops/webgpu/flashTiles';

export type Kernel = 'forward' | 'query' | 'keyValue';

export interface Variant {
  readonly kernel: Kernel;
  readonly tiling: Tiling;
}

const tilings = (kernel: Kernel, ...sizes: readonly (readonly [number, number, number])[]): Variant[] =>
  sizes.map(([rows, columns, down]) => ({ kernel, tiling: { rows, columns, down } }));

export const VARIANTS: readonly Variant[] = [
  ...tilings(
    'forward',
    [32, 32, 4],
    [32, 16, 4],
    [32, 32, 2],
    [32, 32, 8],
    [64, 16, 4],
    [64, 32, 4],
    [64, 32, 8],
    [32, 64, 4],
    [32, 64, 8],
  ),
  ...tilings(
    'query',
    [32, 32, 4],
    [32, 16, 4],
    [32, 32, 2],
    [32, 32, 8],
    [16, 32, 2],
    [16, 32, 4],
    [64, 16, 4],
    [32, 64, 4],
  ),
  ...tilings(
    'keyValue',
    [16, 32, 4],
    [16, 32, 2],
    [16, 16, 2],
    [32, 16, 2],
    [32, 16, 4],
    [32, 32, 2],
    [32, 32, 4],
    [16, 64, 4],
  ),
];

export const variantName = ({ kernel, tiling: { rows, columns, down } }: Variant): string =>
  `${kernel} ${rows}x${columns}, ${down} rows a thread`;
