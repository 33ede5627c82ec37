/** @file What a person asks of the scores, in one short text: `gradient:8`, `knockout`, as address and command line have it. */

/** Scores over a number of training batches for each seed. */
export const BATCH_KINDS = ['gradient', 'plop', 'loradrop'] as const;
export type BatchKind = (typeof BATCH_KINDS)[number];
export type ScoreKind = BatchKind | 'adalora' | 'knockout';

export type ScoreRequest =
  | { readonly kind: 'gradient' | 'plop'; readonly batches: number }
  | { readonly kind: 'loradrop'; readonly batches: number }
  /** While adapters on all modules train for so many steps. */
  | { readonly kind: 'adalora'; readonly steps: number }
  /** Over all validation sentences. */
  | { readonly kind: 'knockout' };

/** Every kind: before training, during it, after it. */
export const SCORE_KINDS: readonly ScoreKind[] = ['gradient', 'plop', 'adalora', 'loradrop', 'knockout'];

/** Whether a trained scenario is scored, and not the pretrained model. */
export function isOfTrained({ kind }: Pick<ScoreRequest, 'kind'>): boolean {
  return kind === 'loradrop' || kind === 'knockout';
}

export const DEFAULT_BATCHES = 8;
/** Some times as many as AdaLoRA's averages reach back, about seven. */
export const DEFAULT_STEPS = 64;

/** The rank of the adapters whose gradients are measured: enough rows of A that one draw of it hardly matters. */
export const SCORE_RANK = 8;
/** How many seeds are measured: the experiment's first ones, or a trained scenario's first ones that are kept. */
export const SCORE_SEEDS = 3;
/** As many batches as tell the modules apart by far, and few enough for minutes on a processor. */
export const MOST_BATCHES = 256;
export const MOST_STEPS = 512;

/** What a text must be, in words that complete "not ...". */
export const SCORE_TEXT = `gradient:N, plop:N or loradrop:N, with a whole number N of batches from 1 to ${MOST_BATCHES}, adalora:N with N steps from 1 to ${MOST_STEPS}, or knockout`;

/** The request for a score over so many batches. */
export const overBatches = (kind: BatchKind, batches: number): ScoreRequest => ({ kind, batches });

export function formatScore(request: ScoreRequest): string {
  if (request.kind === 'knockout') return 'knockout';
  return `${request.kind}:${request.kind === 'adalora' ? request.steps : request.batches}`;
}

/** The request that `text` writes, or null if it writes none. */
export function parseScore(text: string): ScoreRequest | null {
  if (text === 'knockout') return { kind: 'knockout' };
  const [, name, digits] = /^([a-z]+):([1-9]\d{0,2})$/.exec(text) ?? [];
  const count = Number(digits);
  if (name === 'adalora') return count <= MOST_STEPS ? { kind: name, steps: count } : null;
  const kind = BATCH_KINDS.find((one) => one === name);
  return kind !== undefined && count <= MOST_BATCHES ? overBatches(kind, count) : null;
}
