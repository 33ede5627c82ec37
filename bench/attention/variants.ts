/** @file The tilings that are timed. Each changes one kernel, while the others keep theirs. */
import { FORWARD_COUNTS } from '../../src/ops/webgpu/attention/flashAttention';
import { KEY_VALUE_COUNTS, QUERY_COUNTS } from '../../src/ops/webgpu/attention/flashAttentionBackward';
import { pairCounts, type PairTiling } from '../../src/ops/webgpu/attention/flashPairBackward';
import { Tiles, type Tiling } from '../../src/ops/webgpu/attention/flashTiles';

export type Variant =
  | { readonly kernel: 'forward' | 'query' | 'keyValue'; readonly tiling: Tiling }
  /** The backward pass in one kernel. */
  | { readonly kernel: 'pair'; readonly tiling: PairTiling };

const COUNTS = { forward: FORWARD_COUNTS, query: QUERY_COUNTS, keyValue: KEY_VALUE_COUNTS };

const tilings = (
  kernel: keyof typeof COUNTS,
  ...sizes: readonly (readonly [rows: number, columns: number, down: number, turned?: 'turned'])[]
): Variant[] =>
  sizes.map(([rows, columns, down, turned]) => ({
    kernel,
    tiling: { rows, columns, down, turned: turned !== undefined },
  }));

const pairTilings = (
  ...sizes: readonly (readonly [
    queries: number,
    keys: number,
    down: number,
    rowArrays: 1 | 2,
    weightArrays: 1 | 2,
    turned?: 'turned',
  ])[]
): Variant[] =>
  sizes.map(([rows, columns, down, rowArrays, weightArrays, turned]) => ({
    kernel: 'pair',
    tiling: { rows, columns, down, rowArrays, weightArrays, turned: turned !== undefined },
  }));

export const VARIANTS: readonly Variant[] = [
  ...pairTilings(
    [32, 64, 4, 1, 1, 'turned'],
    [32, 64, 2, 1, 1, 'turned'],
    [64, 32, 4, 1, 1],
    [64, 32, 4, 1, 1, 'turned'],
    [64, 32, 8, 1, 1],
    [64, 32, 2, 1, 1],
    [32, 32, 2, 2, 2],
    [32, 32, 2, 2, 2, 'turned'],
    [32, 32, 2, 2, 1],
    [32, 32, 2, 1, 1],
    [32, 32, 4, 2, 2],
    [32, 32, 1, 2, 2],
    [16, 64, 2, 2, 1],
    [16, 64, 2, 1, 2],
    [16, 64, 1, 2, 1],
    [24, 64, 3, 1, 1],
    [32, 48, 4, 2, 1],
    [32, 48, 2, 2, 1],
    [64, 16, 2, 2, 1],
    [64, 16, 4, 2, 1],
  ),
  ...tilings(
    'forward',
    [32, 32, 4],
    [32, 16, 4],
    [32, 32, 2],
    [32, 32, 8],
    [64, 16, 4],
    [64, 32, 4],
    [64, 32, 4, 'turned'],
    [64, 32, 8],
    [64, 32, 8, 'turned'],
    [32, 64, 4],
    [32, 64, 4, 'turned'],
    [32, 64, 8],
    [64, 32, 2],
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

export const passOf = ({ kernel }: Variant): 'forward' | 'backward' =>
  kernel === 'forward' ? 'forward' : 'backward';

/** Bytes of workgroup memory. */
export function bytesOf(variant: Variant, width: number): number {
  const counts = variant.kernel === 'pair' ? pairCounts(variant.tiling) : COUNTS[variant.kernel];
  return new Tiles(width, variant.tiling).bytes(counts);
}

/** For one kernel with the arrays it has: of queries and dy, and of P and dScore. */
export function variantName({ kernel, tiling }: Variant): string {
  const { rows, columns, down, turned } = tiling;
  const threads = (columns / 4) * (rows / down);
  const arrays = kernel === 'pair' ? `, arrays ${tiling.rowArrays}+${tiling.weightArrays}` : '';
  return `${kernel} ${rows}x${columns}/${down}${turned ? ' turned' : ''}${arrays}, ${threads} threads`;
}
