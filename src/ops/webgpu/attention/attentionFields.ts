/** @file What all attention kernels share: their uniforms, and the positions of rows in packed tensors. */
import type { Tensor } from '@tensorflow/tfjs';
import type { MaskShape } from '../../dropout';
import type { AttentionShape, Dropout } from '../../index';
import { DROPOUT_FIELDS, dropoutUniforms } from '../elementwise/dropout';

/** The uniforms. `size` is the number of units of work: rows, or blocks of rows. */
export const FIELDS = {
  heads: 'u32',
  sequence: 'u32',
  size: 'u32',
  scale: 'f32',
  ...DROPOUT_FIELDS,
} as const;

export function uniformsOf(
  width: number,
  { heads, sequence }: AttentionShape,
  size: number,
  dropout: Dropout | null,
): Record<string, number> {
  return { heads, sequence, size, scale: 1 / Math.sqrt(width), ...dropoutUniforms(dropout) };
}

/** How the mask of the probabilities lies: a row for each query of a head, with an element for each key. */
export function maskOfProbabilities({ batch, heads, sequence }: AttentionShape): MaskShape {
  return { rows: batch * heads * sequence, width: sequence, square: true };
}

/** The width of a head, from [T, 3H]. */
export function headWidth(queryKeyValue: Tensor, { heads }: AttentionShape): number {
  return (queryKeyValue.shape[1] ?? 0) / 3 / heads;
}

/** Numbers of the parts of a token's packed row [3H]. */
export const QUERY = 0;
export const KEY = 1;
export const VALUE = 2;

/** WGSL of the index at which `head` of a token starts in [T, H]. @param length elements of the array in a head's row */
export const rowOf = (token: string, length: number): string => `((${token}) * p.heads + head) * ${length}u`;

/** WGSL of the index at which `head` of a token starts in one part of [T, 3H]. */
export const packedRowOf = (token: string, part: number, length: number): string =>
  `(((${token}) * 3u + ${part}u) * p.heads + head) * ${length}u`;
