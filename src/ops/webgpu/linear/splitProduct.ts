/** @file Runs a product's kernel: at once, or with inner in parts, whose sums a second kernel adds and ends. */
import { maskOf } from '../elementwise/dropout';
import type { Dispatch } from '../runtime/device';
import type { KernelSource } from '../runtime/kernel';
import type { Runner } from '../runtime/runner';
import { gemmWork, type GemmArgs } from './gemmArgs';
import { epilogueBuffers, type EpilogueVariant } from './gemmEpilogue';
import { splitSumSource } from './tiledGemmSource';

export interface SplitProduct {
  /** The kernel's name, and what else distinguishes its sources but for the epilogue. */
  readonly kind: string;
  readonly name: string;
  /** Makes the kernel with an epilogue, or one that leaves its part's sums in `partial`. */
  readonly source: (epilogue: EpilogueVariant | null) => KernelSource;
  readonly epilogue: EpilogueVariant;
  /** Both matrices as they lie in memory. */
  readonly matrices: Dispatch['buffers'];
  readonly uniforms: Readonly<Record<string, number>>;
  /** Of all parts. */
  readonly threads: readonly [number, number];
  readonly parts: number;
}

export function runSplit(runner: Runner, args: GemmArgs, product: SplitProduct): void {
  const { kind, name, source, epilogue, matrices, uniforms, threads, parts } = product;
  const { rows, columns } = args;
  const ending = Object.values(epilogue).join(' ');
  if (parts === 1) {
    runner.run(`${kind} ${name} ${ending}`, () => source(epilogue), {
      buffers: { ...matrices, ...epilogueBuffers(args) },
      uniforms,
      mask: maskOf([rows, columns]),
      threads,
      work: gemmWork(args),
    });
    return;
  }
  const partial = runner.tensor([parts, rows, columns]);
  runner.run(`${kind} split ${name}`, () => source(null), {
    buffers: { ...matrices, ...epilogueBuffers(args), partial },
    uniforms,
    threads,
    work: gemmWork(args),
  });
  runner.run(`tiledGemm sum ${ending}`, () => splitSumSource(epilogue), {
    buffers: { partial, ...epilogueBuffers(args) },
    uniforms: { ...uniforms, splits: parts },
    mask: maskOf([rows, columns]),
    threads: (rows * columns) / 4,
  });
  partial.dispose();
}
