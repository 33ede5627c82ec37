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

/** The factor of each of `size` elements: 0 if it is dropped, or else 1 / (1 - rate). */
export function dropoutMask(stepKey: number, dropout: Dropout, size: number): Float32Array {
  const key = siteKey(stepKey, dropout.site);
  const threshold = dropThreshold(dropout.rate);
  const scale = 1 / (1 - dropout.rate);
  const mask = new Float32Array(size);
  for (let index = 0; index < size; index++) mask[index] = pcg((index ^ key) >>> 0) >= threshold ? scale : 0;
  return mask;
}
