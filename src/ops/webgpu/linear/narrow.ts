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

/** How many blocks of ranks one adapter has. @param ranks how many ranks a block has */
export const slotBlocksOf = ({ rank }: Pick<Narrow, 'rank'>, ranks = Math.min(rank, RANKS)): number =>
  Math.ceil(rank / ranks);

/**
 * WGSL of what a share of the work is: `slot` and `first`, its adapter and the first of its ranks, and `start`, the group of a
 * row at which that adapter begins to read.
 * @param share WGSL of the number of the share
 * @param ranks how many ranks a block has
 */
export const declareBlock = (share: string, ranks: number): string => `
  let block = ${share} % p.blocks;
  let slot = block / p.slotBlocks;
  let first = block % p.slotBlocks * ${ranks}u;
  let start = ((p.modules >> (4u * slot)) & 15u) * p.groups;`;

/**
 * @param per how many elements a group has: 4 or 1
 * @param ranks how many ranks a block has; without it, as many as a thread sums
 */
export function narrowUniforms(args: Narrow, per: number, ranks?: number): Record<string, number> {
  const { x, inner, rank, adapted, scale, dropout } = args;
  const [rows, width] = matrixShape(x);
  const slotBlocks = slotBlocksOf(args, ranks);
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
