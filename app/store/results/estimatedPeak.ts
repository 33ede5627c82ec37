/** @file Memory of scenarios on the device: their totals, and the largest. */
import type { MemoryBreakdown } from '../../../src/results/results';

/** @returns bytes */
export function totalMemory(memory: MemoryBreakdown): number {
  const { weights, adapters, gradients, optimizer, activations, workspace } = memory;
  return weights + adapters + gradients + optimizer + activations + workspace;
}

/** @returns bytes of the largest; null if none is known */
export function peakOf(memory: readonly (MemoryBreakdown | null)[]): number | null {
  const totals = memory.flatMap((each) => (each ? [totalMemory(each)] : []));
  return totals.length > 0 ? Math.max(...totals) : null;
}
