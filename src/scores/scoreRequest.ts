/** @file What a person asks of the scores, in one short text: `gradient:8`, `knockout`, as address and command line have it. */

/** Scores over a number of training batches for each seed. */
export const BATCH_KINDS = ['gradient', 'plop', 'loradrop'] as const;
export type BatchKind = (typeof BATCH_KINDS)[number];
export type ScoreKind = BatchKind | 'knockout';

export type ScoreRequest =
  | { readonly kind: 'gradient' | 'plop'; readonly batches: number }
  | { readonly kind: 'loradrop'; readonly batches: number }
  /** Over all validation sentences. */
  | { readonly kind: 'knockout' };

/** Every kind, those first that need no training. */
export const SCORE_KINDS: readonly ScoreKind[] = [...BATCH_KINDS, 'knockout'];

/** Whether a trained scenario is scored, and not the pretrained model. */
export function isOfTrained({ kind }: Pick<ScoreRequest, 'kind'>): boolean {
  return kind === 'loradrop' || kind === 'knockout';
}

export const DEFAULT_BATCHES = 8;

/** The rank of the adapters whose gradients are measured: enough rows of A that one draw of it hardly matters. */
export const SCORE_RANK = 8;
/** How many seeds are measured: the experiment's first ones, or a trained scenario's first ones that are kept. */
export const SCORE_SEEDS = 3;
/** As many batches as tell the modules apart by far, and few enough for minutes on a processor. */
export const MOST_BATCHES = 256;

/** What a text must be, in words that complete "not ...". */
export const SCORE_TEXT = `gradient:N, plop:N or loradrop:N, with a whole number N of batches from 1 to ${MOST_BATCHES}, or knockout`;

/** The request for a score over so many batches. */
export const overBatches = (kind: BatchKind, batches: number): ScoreRequest => ({ kind, batches });

export function formatScore(request: ScoreRequest): string {
  return request.kind === 'knockout' ? 'knockout' : `${request.kind}:${request.batches}`;
}

/** The request that `text` writes, or null if it writes none. */
export function parseScore(text: string): ScoreRequest | null {
  if (text === 'knockout') return { kind: 'knockout' };
  const [, name, digits] = /^([a-z]+):([1-9]\d{0,2})$/.exec(text) ?? [];
  const kind = BATCH_KINDS.find((one) => one === name);
  const batches = Number(digits);
  return kind !== undefined && batches <= MOST_BATCHES ? overBatches(kind, batches) : null;
}
