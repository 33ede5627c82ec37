/** @file What a linear layer's matrix product is asked for, whichever kernel computes it; see `gemm.ts`. */
import type { Dropout, Operand, Weight } from '../../index';
import type { Work } from '../runtime/profiler';

export type Form = 'NT' | 'NN' | 'TN';

export interface GemmArgs {
  readonly form: Form;
  readonly a: Operand; // [rows, inner]; TN: [inner, rows]
  readonly b: Weight; // NT: [columns, inner]; NN, TN: [inner, columns]
  readonly c: Operand; // [rows, columns]
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  readonly bias?: Operand | null; // [columns]
  /** Adds the old values of c. */
  readonly accumulate?: boolean;
  readonly adapter?: LowRankTerm | null;
  readonly epilogue?: Epilogue | null;
}

/**
 * output: column block m of the result (of `modules` blocks of equal width) gets
 * scale * low[:, slot] B[slot]^T where m is the slot-th of `adapted`, and nothing where it is not there.
 * input: scale * low A * dropout mask, with modules = 1 and rank the whole width of `low`.
 */
export interface LowRankTerm {
  readonly kind: 'output' | 'input';
  readonly low: Operand; // [rows, adapted.length * rank]
  readonly weight: Operand; // output: B [adapted.length * columns / modules, rank]; input: A [rank, columns]
  readonly rank: number;
  readonly modules: number;
  readonly adapted: readonly number[];
  readonly scale: number;
  readonly dropout: Dropout | null; // of the term; input
}

/** What is done with the finished sum before it is stored. */
export type Epilogue =
  /** c = GELU(sum); the sum itself goes to preActivation where it is wanted. */
  | { readonly kind: 'gelu'; readonly preActivation: Operand | null }
  /** c = sum * GELU'(c): c holds the pre-activation before, so nothing can be accumulated there. */
  | { readonly kind: 'geluGradient' };

/** In `slots`, four bits a module: the module has no adapter. */
export const NO_SLOT = 15;

/** Four bits for each module: its place among those with an adapter. */
export function slotsOf({ modules, adapted }: LowRankTerm): number {
  let slots = 0;
  for (let module = modules - 1; module >= 0; module--) {
    const slot = adapted.indexOf(module);
    slots = slots * 16 + (slot < 0 ? NO_SLOT : slot);
  }
  return slots;
}

/** The low-rank term is left out: it is small. */
export function gemmWork({ rows, columns, inner }: GemmArgs): Work {
  return { flops: 2 * rows * columns * inner, shape: `${rows} x ${columns} x ${inner}` };
}
