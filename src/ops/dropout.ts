/**
 * @file Counter-based dropout: whether an element is kept is a hash of (step key, site, index).
 *
 * The hash is PCG's output permutation (O'Neill 2014; as a GPU hash: Jarzynski & Olano 2020,
 * "Hash Functions for GPU Rendering"). The same function stands in WGSL in `webgpu/dropout.ts`.
 */
import type { Dropout } from './index';

/** One round of PCG-RXS-M-XS on 32 bits. */
export function pcg(input: number): number {
  const state = (Math.imul(input, 747796405) + 2891336453) >>> 0;
  const word = Math.imul(((state >>> ((state >>> 28) + 4)) ^ state) >>> 0, 277803737) >>> 0;
  return ((word >>> 22) ^ word) >>> 0;
}

/** Key of one site in one step. */
export function siteKey(stepKey: number, site: number): number {
  return pcg((stepKey ^ Math.imul(site, 0x9e3779b9)) >>> 0);
}

/** An element is kept if its hash is not below this. */
export function dropThreshold(rate: number): number {
  return Math.floor(rate * 4294967296);
}

/** Multiplier of each of `size` elements: 0, or 1 / (1 - rate). */
export function dropoutMask(stepKey: number, dropout: Dropout, size: number): Float32Array {
  const key = siteKey(stepKey, dropout.site);
  const threshold = dropThreshold(dropout.rate);
  const scale = 1 / (1 - dropout.rate);
  const mask = new Float32Array(size);
  for (let index = 0; index < size; index++) mask[index] = pcg((index ^ key) >>> 0) >= threshold ? scale : 0;
  return mask;
}
