/**
 * @file The arguments of a product as narrow as the LoRA rank, and the uniforms of the kernels that compute it; see
 * `lowRank.ts`.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { Dropout, Operand } from '../../index';
import { DROPOUT_FIELDS, dropoutUniforms } from '../elementwise/dropout';
import { matrixShape } from '../runtime/matrixShape';

/** A thread sums at most this many ranks at once; they are one block. */
export const RANKS = 8;

export interface Narrow {
  readonly x: Tensor; // [T, width]
  readonly matrix: Operand;
  /** How many elements of a row of x one adapter's ranks sum over. */
  readonly inner: number;
  readonly rank: number;
  /** The rows of x are modules side by side, each `inner` wide. For each adapter, the module that it reads. */
  readonly adapted: readonly number[];
  /** Whether each adapter's matrix is [inner, rank] instead of [rank, inner]. */
  readonly transposed: boolean;
  readonly scale: number;
  readonly dropout: Dropout | null;
}

/** Groups are what a thread reads from x at once: four elements, or one. Slots are the numbers of adapters. */
export const NARROW_FIELDS = {
  rows: 'u32',
  rowGroups: 'u32',
  groups: 'u32',
  rank: 'u32',
  blocks: 'u32',
  slotBlocks: 'u32',
  lowWidth: 'u32',
  modules: 'u32',
  scale: 'f32',
  ...DROPOUT_FIELDS,
} as const;

/**
 * Uniforms of the gradients of A and B. Columns are counted as a thread takes them, one or four at a time. Tasks are a
 * thread's columns and ranks.
 */
export const GRADIENT_FIELDS = {
  rows: 'u32',
  rank: 'u32',
  ranksA: 'u32',
  threads: 'u32',
  columnsA: 'u32',
  columnsB: 'u32',
  columnsY: 'u32',
  slotBlocks: 'u32',
  lowWidth: 'u32',
  sizeA: 'u32',
  size: 'u32',
  chunks: 'u32',
  chunkRows: 'u32',
  modules: 'u32',
  scale: 'f32',
  ...DROPOUT_FIELDS,
} as const;

/** How many blocks of ranks one adapter has. */
export const slotBlocksOf = ({ rank }: Pick<Narrow, 'rank'>): number =>
  Math.ceil(rank / Math.min(rank, RANKS));

/** @param per how many elements a group has: 4 or 1 */
export function narrowUniforms(args: Narrow, per: number): Record<string, number> {
  const { x, inner, rank, adapted, scale, dropout } = args;
  const [rows, width] = matrixShape(x);
  const slotBlocks = slotBlocksOf(args);
  return {
    rows,
    rowGroups: width / per,
    groups: inner / per,
    rank,
    blocks: adapted.length * slotBlocks,
    slotBlocks,
    lowWidth: rank * adapted.length,
    modules: packModules(adapted),
    scale,
    ...dropoutUniforms(dropout),
  };
}

/** Each adapter's module in four bits, the first adapter's in the lowest. */
export function packModules(adapted: readonly number[]): number {
  return adapted.reduce((packed, module, slot) => packed + module * 16 ** slot, 0);
}
