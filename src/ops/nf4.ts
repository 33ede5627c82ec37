/**
 * @file NF4, the four-bit format of QLoRA (Dettmers et al. 2023, arXiv 2305.14314), as frozen matrices keep it: its 16
 * values, and how codes and statistics lie on the device.
 *
 * A matrix's values, row after row, are cut into blocks of 64. Each is kept as the nearest of the 16 values times the
 * block's largest magnitude. Those magnitudes are quantised in turn ("double quantisation"): less their mean, as bytes that
 * share a float32 for each 256 blocks. Modules that a layer stacks are quantised one by one.
 */

/**
 * The 16 values: quantiles of the normal distribution scaled to [-1, 1], with an exact 0. They are those of appendix E of
 * the paper, which bitsandbytes uses.
 */
export const NORMAL_FLOATS = [
  -1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635,
  -0.18477343022823334, -0.09105003625154495, 0.0, 0.07958029955625534, 0.16093020141124725,
  0.24611230194568634, 0.33791524171829224, 0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1.0,
] as const;

/** The values of a block, which share a largest magnitude. */
export const NF4_BLOCK = 64;
/** The blocks whose largest magnitudes share a float32. */
export const NF4_STATISTICS_BLOCK = 256;

/** Words on the device for one module's matrix. */
export interface Nf4Sizes {
  /** Of the codes: eight a word. Each byte holds two, the first in the high bits. */
  readonly words: number;
  readonly blocks: number;
  /** Of the largest magnitudes' own float32s. */
  readonly nested: number;
  /** Of all statistics: the mean; `nested`; the blocks' bytes, four a word. */
  readonly statistics: number;
}

/** @param elements of the module's matrix */
export function nf4Sizes(elements: number): Nf4Sizes {
  const blocks = Math.ceil(elements / NF4_BLOCK);
  const nested = Math.ceil(blocks / NF4_STATISTICS_BLOCK);
  return { words: Math.ceil(elements / 8), blocks, nested, statistics: 1 + nested + Math.ceil(blocks / 4) };
}
