/** @file The arguments of a linear layer's matrix product, whichever kernel computes it (see `dispatch.ts`). */
import type { Dropout, Operand, Weight } from '../../index';
import type { Work } from '../runtime/profiler';

/** Which of the two matrices is transposed, first A and then B, as in BLAS. */
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
  /** Whether `a` holds gradients, which may be too small for half floats as they are. */
  readonly gradient?: boolean;
  /** Whether the product is added to the old values of c. */
  readonly accumulate?: boolean;
  readonly adapter?: LowRankTerm | null;
  readonly epilogue?: Epilogue | null;
}

/**
 * What the adapters add to the product.
 * output: the result's columns are `modules` blocks of equal width. Block m gets scale * low[:, slot] B[slot]^T, where m
 * is the slot-th of `adapted`, and nothing if m is not among them.
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
  readonly dropout: Dropout | null; // mask of the term, for input
}

/** What is done with a finished sum before it is stored. */
export type Epilogue =
  /** c = GELU(sum). The sum itself goes to preActivation if that is given. */
  | { readonly kind: 'gelu'; readonly preActivation: Operand | null }
  /**
   * c = sum * GELU'(preActivation). Where that is null, c holds the pre-activation beforehand, so nothing can be
   * accumulated there.
   */
  | { readonly kind: 'geluGradient'; readonly preActivation?: Operand | null };

/** What the end of a product does with GELU. `geluGradientOf` reads a pre-activation beside c, in place of c's own. */
export type Activation = 'none' | 'gelu' | 'geluSaved' | 'geluGradient' | 'geluGradientOf';

export function activationOf(epilogue: Epilogue | null | undefined): Activation {
  if (!epilogue) return 'none';
  if (epilogue.kind === 'gelu') return epilogue.preActivation ? 'geluSaved' : 'gelu';
  return epilogue.preActivation ? 'geluGradientOf' : 'geluGradient';
}

/** The four bits in `slots` of a module without an adapter. */
export const NO_SLOT = 15;

/** Four bits for each module, the first lowest: its position among those with an adapter, or NO_SLOT. */
export function slotsOf({ modules, adapted }: Pick<LowRankTerm, 'modules' | 'adapted'>): number {
  let slots = 0;
  for (let module = modules - 1; module >= 0; module--) {
    const slot = adapted.indexOf(module);
    slots = slots * 16 + (slot < 0 ? NO_SLOT : slot);
  }
  return slots;
}

/** The work of the product alone. The low-rank term is small. */
export function gemmWork({ rows, columns, inner }: GemmArgs): Work {
  return { flops: 2 * rows * columns * inner, shape: `${rows} x ${columns} x ${inner}` };
}
