/** @file Turns texts into token ids, many at a time. */
import { nextTask } from '../base/nextTask';
import { TokenBuffer } from '../tokenizer/tokenBuffer';
import type { Tokenizer } from '../tokenizer/tokenizer';

/** A text, or two. */
export interface TextRow {
  readonly text: string;
  readonly pair?: string | null | undefined;
}

export interface TextRows extends Iterable<TextRow> {
  readonly length: number;
}

/** Token ids of many rows in few arrays: they take little memory, and the worker stores them as they are. */
export interface EncodedTexts {
  /** The ids of all rows, one after another. */
  readonly ids: Int32Array;
  /** For each id, its row of the token type table; null if all are 0. */
  readonly types: Uint8Array | null;
  /** The number of ids in each row. */
  readonly lengths: Int32Array;
  /** The number of ids that each row would have without a limit. */
  readonly fullLengths: Int32Array;
}

export interface EncodeOptions {
  readonly signal: AbortSignal;
  /** Rows encoded so far. */
  readonly onRows: (done: number) => void;
}

/** How long the thread works before it lets messages in. */
const TURN_MILLISECONDS = 50;

/** @throws the signal's reason if it aborts */
export async function encodeTexts(
  rows: TextRows,
  tokenizer: Tokenizer,
  maxLength: number,
  { signal, onRows }: EncodeOptions,
): Promise<EncodedTexts> {
  const tokens = new TokenBuffer();
  const [lengths, fullLengths] = [new Int32Array(rows.length), new Int32Array(rows.length)];
  let turnEnds = performance.now() + TURN_MILLISECONDS;
  let row = 0;
  for (const { text, pair } of rows) {
    const start = tokens.length;
    fullLengths[row] = tokenizer.encode(tokens, text, maxLength, pair);
    lengths[row++] = tokens.length - start;
    if (performance.now() < turnEnds) continue;
    onRows(row);
    await nextTask();
    signal.throwIfAborted();
    turnEnds = performance.now() + TURN_MILLISECONDS;
  }
  return { ids: tokens.ids(), types: tokens.types(), lengths, fullLengths };
}
