/** @file Texts as token ids, many at a time. */
import type { Tokenizer } from '../tokenizer/tokenizer';
import { nextTask } from '../base/nextTask';
import type { EncodedSentence } from './batches';

/** A text, or two. */
export interface TextRow {
  readonly text: string;
  readonly pair?: string | null | undefined;
}

export interface TextRows extends Iterable<TextRow> {
  readonly length: number;
}

/** Token ids of many rows in few arrays, so that they take little memory and can be stored. */
export interface EncodedTexts {
  /** Ids of all rows one after another. */
  readonly ids: Int32Array;
  /** Rows of the token type table, as ids; null where all are 0. */
  readonly types: Uint8Array | null;
  /** By row. */
  readonly lengths: Int32Array;
  /** By row, what the length would be without a limit. */
  readonly fullLengths: Int32Array;
}

export interface EncodeOptions {
  readonly signal: AbortSignal;
  /** Rows encoded so far. */
  readonly onRows: (done: number) => void;
}

/** So long the thread works before it lets messages in. */
const TURN_MILLISECONDS = 50;

/** @throws the signal's reason if it aborts */
export async function encodeTexts(
  rows: TextRows,
  tokenizer: Tokenizer,
  maxLength: number,
  { signal, onRows }: EncodeOptions,
): Promise<EncodedTexts> {
  const [ids, types]: [number[], number[]] = [[], []];
  const [lengths, fullLengths] = [new Int32Array(rows.length), new Int32Array(rows.length)];
  let typed = false;
  let turnEnds = performance.now() + TURN_MILLISECONDS;
  let row = 0;
  for (const { text, pair } of rows) {
    const encoding = tokenizer.encode(text, maxLength, pair ?? null);
    for (const [i, id] of encoding.ids.entries()) {
      ids.push(id);
      types.push(encoding.types?.[i] ?? 0);
    }
    typed ||= encoding.types !== null;
    lengths[row] = encoding.ids.length;
    fullLengths[row++] = encoding.fullLength;
    if (performance.now() < turnEnds) continue;
    onRows(row);
    await nextTask();
    signal.throwIfAborted();
    turnEnds = performance.now() + TURN_MILLISECONDS;
  }
  return { ids: Int32Array.from(ids), types: typed ? Uint8Array.from(types) : null, lengths, fullLengths };
}

/** The rows with their labels, as batches take them. */
export function withLabels(encoded: EncodedTexts, labels: ArrayLike<number>): EncodedSentence[] {
  const { ids, types, lengths } = encoded;
  let start = 0;
  return Array.from(labels, (label, row) => {
    const end = start + lengths[row]!;
    const sentence = {
      ids: Array.from(ids.subarray(start, end)),
      ...(types ? { types: Array.from(types.subarray(start, end)) } : {}),
      label,
    };
    start = end;
    return sentence;
  });
}
