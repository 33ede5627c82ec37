/** @file The variant of a kernel that its operands ask for: for a company's trials, for tensors in half floats, or both. */
import { inHalves } from './halves';
import type { KernelSource } from './kernel';
import { lift } from './lift';

export interface Variant {
  readonly name: string;
  readonly source: () => KernelSource;
}

/**
 * @param halves the kernel's arrays that hold half floats
 * @param gradients those of them that hold gradients
 */
export function variantOf(
  kernel: Variant,
  isCompany: boolean,
  halves: readonly string[],
  gradients: readonly string[],
): Variant {
  if (!isCompany && halves.length === 0) return kernel;
  const words = [
    kernel.name,
    ...(isCompany ? ['together'] : []),
    ...(halves.length > 0 ? [`halves ${halves.join()}`] : []),
    ...(gradients.length > 0 ? [`gradients ${gradients.join()}`] : []),
  ];
  return {
    name: words.join(' '),
    source() {
      const own = isCompany ? lift(kernel.source()) : kernel.source();
      return halves.length > 0 ? inHalves(own, halves, gradients) : own;
    },
  };
}
