/**
 * @file AdaLoRA's importance of a module: smoothed sensitivity times uncertainty of its adapter's elements, combined.
 *
 * PEFT's allocator scores each triplet of a rank: the mean over A's row, plus the mean over B's column, plus the score of
 * the singular value E between them. Plain LoRA has no E, so its term is left out; a module's score is the mean over its
 * ranks. All rows of A are equally long, and all columns of B, so that is the mean over A plus the mean over B.
 *
 * Source: "AdaLoRA: Adaptive Budget Allocation for Parameter-Efficient Fine-Tuning" (arXiv 2303.10512), section 3.2, in
 * the order and from the zeros of PEFT's `RankAllocator`.
 */
import { adapterName } from '../../architecture/names';
import { rangesOf, type FlatLayout } from '../../ops/flat';
import type { ModuleAt } from '../moduleScores';
import type { Smoothed } from './sensitiveOptimizer';

/**
 * @param layout of the parameters, with an adapter on each of the modules
 * @returns the scores in the order of `modules`
 */
export function moduleSensitivities(
  layout: FlatLayout,
  modules: readonly ModuleAt[],
  { sensitivity, uncertainty }: Smoothed,
): Float64Array {
  const ranges = rangesOf(layout);
  const meanOf = ({ layer, component }: ModuleAt, matrix: 'A' | 'B'): number => {
    const range = ranges.get(adapterName(layer - 1, component, matrix));
    if (!range) throw new Error(`Layer ${layer} has no ${matrix} of ${component}.`);
    let sum = 0;
    for (let at = range.offset; at < range.offset + range.size; at++)
      sum += (sensitivity[at] ?? NaN) * (uncertainty[at] ?? NaN);
    return sum / range.size;
  };
  return Float64Array.from(modules, (module) => meanOf(module, 'A') + meanOf(module, 'B'));
}
