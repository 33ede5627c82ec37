/** @file What a person asks of the scores, in one short text: `gradient:8`, as the address and the command line have it. */

/** Scores that need no training. `batches` is the number of training batches for each seed. */
export interface ScoreRequest {
  readonly kind: 'gradient';
  readonly batches: number;
}

export const DEFAULT_SCORE: ScoreRequest = { kind: 'gradient', batches: 8 };

/** The rank of the adapters whose gradients are measured: enough rows of A that one draw of it hardly matters. */
export const SCORE_RANK = 8;
/** How many seeds are measured: the experiment's first ones. */
export const SCORE_SEEDS = 3;
/** As many batches as tell the modules apart by far, and few enough for minutes on a processor. */
export const MOST_BATCHES = 256;

/** What a text must be, in words that complete "not ...". */
export const SCORE_TEXT = `gradient:N, with a whole number N of batches from 1 to ${MOST_BATCHES}`;

export function formatScore({ kind, batches }: ScoreRequest): string {
  return `${kind}:${batches}`;
}

/** The request that `text` writes, or null if it writes none. */
export function parseScore(text: string): ScoreRequest | null {
  const digits = /^gradient:([1-9]\d{0,2})$/.exec(text)?.[1];
  const batches = Number(digits);
  return digits !== undefined && batches <= MOST_BATCHES ? { kind: 'gradient', batches } : null;
}
