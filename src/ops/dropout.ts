/**
 * @file Counter-based dropout: whether an element is kept is a hash of (step key, site, index).
 *
 * The hash is PCG's output permutation (O'Neill 2014; as a GPU hash: Jarzynski & Olano 2020,
 * "Hash Functions for GPU Rendering"). `webgpu/elementwise/dropout.ts` has the same function in WGSL.
 */
import type { Dropout } from './index';

/** One round of PCG-RXS-M-XS on 32 bits. */
export function pcg(input: number): number {
  const state = (Math.imul(input, 747796405) + 2891336453) >>> 0;
  const word = Math.imul(((state >>> ((state >>> 28) + 4)) ^ state) >>> 0, 277803737) >>> 0;
  return ((word >>> 22) ^ word) >>> 0;
}

/** The key that a site's elements are hashed with in one step. */
export function siteKey(stepKey: number, site: number): number {
  return pcg((stepKey ^ Math.imul(site, 0x9e3779b9)) >>> 0);
}

/** An element is dropped if its hash, in [0, 2^32), is below this. */
export function dropThreshold(rate: number): number {
  return Math.floor(rate * 4294967296);
}

/**
 * The factor of each of `size` elements: 0 if it is dropped, or else 1 / (1 - rate).
 * @param indexOf the number by which an element is hashed; its own position if left out
 */
export function dropoutMask(
  stepKey: number,
  dropout: Dropout,
  size: number,
  indexOf: (element: number) => number = (element) => element,
): Float32Array {
  const key = siteKey(stepKey, dropout.site);
  const threshold = dropThreshold(dropout.rate);
  const scale = 1 / (1 - dropout.rate);
  const mask = new Float32Array(size);
  for (let i = 0; i < size; i++) mask[i] = pcg((indexOf(i) ^ key) >>> 0) >= threshold ? scale : 0;
  return mask;
}

/** How an activation's elements lie: rows of `width`, of which each sentence has `rows`. */
export interface MaskShape {
  readonly rows: number;
  readonly width: number;
  /** Whether a row has an element for each token, as attention's probabilities have. */
  readonly square: boolean;
}

/**
 * The element's number in a batch that is padded to `sequence` tokens instead of `rows`. So a trial has the same masks
 * however far its batch is padded. What lies beyond its own padding gets some number.
 */
export function unpaddedIndex(element: number, { rows, width, square }: MaskShape, sequence: number): number {
  if (rows === 1 || rows === sequence) return element;
  const row = Math.floor(element / width);
  const ownRow = Math.floor(row / rows) * sequence + (row % rows);
  return ownRow * (square ? sequence : width) + (element % width);
}
