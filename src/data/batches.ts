/** @file Sentences as padded batches of a few fixed lengths. */
import * as tf from '@tensorflow/tfjs';
import type { TokenBatch } from '../ops';
import type { Random } from '../train/random';

export interface EncodedSentence {
  readonly ids: readonly number[];
  readonly label: number;
}

/** A batch on the host. Rows beyond the sentences fill it up: one padding token, label -1. */
export interface HostBatch {
  readonly batch: number;
  readonly sequence: number;
  /** Real sentences; the first rows. */
  readonly sentences: number;
  readonly tokens: Int32Array; // [batch * sequence]
  readonly positions: Int32Array; // [batch * sequence]
  readonly lengths: Int32Array; // [batch]
  readonly labels: Int32Array; // [batch]
}

/** Batch lengths are multiples of this: few shapes, so that buffers and pipelines are used again. */
const LENGTH_STEP = 8;

/** Batches drawn together before sorting by length: enough to pad little, few enough to stay random. */
const BATCHES_PER_WINDOW = 8;

/** The lengths that batches of these sentences can have, longest first. */
export function batchLengths(set: readonly EncodedSentence[]): number[] {
  return [...new Set(set.map(({ ids }) => paddedLength(ids.length)))].sort((a, b) => b - a);
}

function paddedLength(tokens: number): number {
  return Math.ceil(Math.max(1, tokens) / LENGTH_STEP) * LENGTH_STEP;
}

/** Pads to the right with `padToken`; positions as RoBERTa counts them, from padToken + 1. */
export function padBatch(rows: readonly EncodedSentence[], batch: number, padToken: number): HostBatch {
  const sequence = paddedLength(Math.max(...rows.map(({ ids }) => ids.length)));
  const tokens = new Int32Array(batch * sequence).fill(padToken);
  const positions = new Int32Array(batch * sequence).fill(padToken);
  const lengths = new Int32Array(batch).fill(1);
  const labels = new Int32Array(batch).fill(-1);
  rows.forEach(({ ids, label }, row) => {
    tokens.set(ids, row * sequence);
    for (let i = 0; i < ids.length; i++) positions[row * sequence + i] = padToken + 1 + i;
    lengths[row] = Math.max(1, ids.length);
    labels[row] = label;
  });
  return { batch, sequence, sentences: rows.length, tokens, positions, lengths, labels };
}

/**
 * One epoch in random order, in which sentences of like length share a batch.
 * @param random null for the set's own order, sentence by sentence
 */
export function epochBatches(
  set: readonly EncodedSentence[],
  random: Random | null,
  batch: number,
  padToken: number,
): HostBatch[] {
  if (!random) return cut(set, batch, padToken);
  const order = random.shuffle([...set]);
  const window = batch * BATCHES_PER_WINDOW;
  const batches: HostBatch[] = [];
  for (let start = 0; start < order.length; start += window) {
    const rows = order.slice(start, start + window).sort((a, b) => a.ids.length - b.ids.length);
    batches.push(...cut(rows, batch, padToken));
  }
  return random.shuffle(batches);
}

/** All sentences once, shortest first, for evaluation. */
export function evaluationBatches(
  set: readonly EncodedSentence[],
  batch: number,
  padToken: number,
): HostBatch[] {
  return cut(
    [...set].sort((a, b) => a.ids.length - b.ids.length),
    batch,
    padToken,
  );
}

function cut(rows: readonly EncodedSentence[], batch: number, padToken: number): HostBatch[] {
  const batches: HostBatch[] = [];
  for (let start = 0; start < rows.length; start += batch)
    batches.push(padBatch(rows.slice(start, start + batch), batch, padToken));
  return batches;
}

export interface DeviceBatch extends TokenBatch {
  /** int32 [batch]. */
  readonly labels: tf.Tensor;
  dispose(): void;
}

/** The batch as tensors of the current tfjs backend. */
export function uploadBatch(host: HostBatch): DeviceBatch {
  const tensors = {
    tokens: tf.tensor1d(host.tokens, 'int32'),
    positions: tf.tensor1d(host.positions, 'int32'),
    lengths: tf.tensor1d(host.lengths, 'int32'),
    labels: tf.tensor1d(host.labels, 'int32'),
  };
  return {
    ...tensors,
    batch: host.batch,
    sequence: host.sequence,
    host,
    dispose: () => tf.dispose(tensors),
  };
}
