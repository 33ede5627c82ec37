/**
 * @file Kernels for software adapters whose threads work in quads: each of four neighbours loads what the other
 * three need as well, and they hand it round. SwiftShader computes a quad as one vector of four lanes; a load
 * costs it 6 to 8 ns whatever the lanes load, an exchange within the quad less than 1 ns.
 */
import type { Runner } from './runner';

export const QUAD = 4;

/** Whether kernels should work in quads: threads 4n .. 4n + 3 of a workgroup are then one. */
export const worksInQuads = (runner: Runner): boolean => runner.software && runner.subgroups;

/** Of a thread's own value: that of thread `lane ^ m` of its quad. */
export function fromOther(m: number, value: string): string {
  return m === 0 ? value : `${['', 'quadSwapX', 'quadSwapY', 'quadSwapDiagonal'][m]}(${value})`;
}
