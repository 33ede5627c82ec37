/**
 * @file Kernels for software adapters whose threads work in quads: each of four neighbouring threads loads something that
 * all four need, and they exchange it. SwiftShader computes a quad as one vector of four lanes. A load costs it 6 to
 * 8 ns, whatever the lanes load, and an exchange within the quad less than 1 ns.
 */
import type { Runner } from './runner';

export const QUAD = 4;

/** Whether kernels should work in quads. Threads 4n .. 4n + 3 of a workgroup are a quad. */
export const worksInQuads = (runner: Runner): boolean => runner.software && runner.subgroups;

/** WGSL of the value that `value` has in thread `lane ^ m`, which is in the same quad. @param m 0 to 3 */
export function fromOther(m: number, value: string): string {
  return m === 0 ? value : `${['', 'quadSwapX', 'quadSwapY', 'quadSwapDiagonal'][m]}(${value})`;
}
