/** @file Sentences as padded batches of a few fixed lengths. */
import type { Tensor } from '@tensorflow/tfjs';
import { paddingPosition, type ModelConfig } from '../architecture/config';
import type { TokenBatch } from '../ops';
import { rowsById } from '../ops/rowsById';
import type { Random } from '../base/random';

/** What batches depend on of a model. */
export type BatchRules = Pick<ModelConfig, 'padToken' | 'firstPosition'>;

export interface EncodedSentence {
  readonly ids: readonly number[];
  /** Of each id, the row of the token type table; left out where all are 0, as for single texts. */
  readonly types?: readonly number[];
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
  readonly types: Int32Array; // [batch * sequence]
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

/**
 * Pads to the right. Positions are counted from the model's first; padding, which no real token attends to, gets the one
 * before it (RoBERTa's padding position) or, as there is none before BERT's first, that one.
 */
export function padBatch(
  rows: readonly EncodedSentence[],
  batch: number,
  { padToken, firstPosition }: BatchRules,
): HostBatch {
  const sequence = paddedLength(Math.max(...rows.map(({ ids }) => ids.length)));
  const tokens = new Int32Array(batch * sequence).fill(padToken);
  const positions = new Int32Array(batch * sequence).fill(Math.max(0, firstPosition - 1));
  const tokenTypes = new Int32Array(batch * sequence);
  const lengths = new Int32Array(batch).fill(1);
  const labels = new Int32Array(batch).fill(-1);
  rows.forEach(({ ids, types, label }, row) => {
    tokens.set(ids, row * sequence);
    if (types) tokenTypes.set(types, row * sequence);
    for (let i = 0; i < ids.length; i++) positions[row * sequence + i] = firstPosition + i;
    lengths[row] = Math.max(1, ids.length);
    labels[row] = label;
  });
  return { batch, sequence, sentences: rows.length, tokens, positions, types: tokenTypes, lengths, labels };
}

/**
 * One epoch in random order, in which sentences of like length share a batch.
 * @param random null for the set's own order, sentence by sentence
 */
export function epochBatches(
  set: readonly EncodedSentence[],
  random: Random | null,
  batch: number,
  rules: BatchRules,
): HostBatch[] {
  if (!random) return cut(set, batch, rules);
  const order = random.shuffle([...set]);
  const window = batch * BATCHES_PER_WINDOW;
  const batches: HostBatch[] = [];
  for (let start = 0; start < order.length; start += window) {
    const rows = order.slice(start, start + window).sort((a, b) => a.ids.length - b.ids.length);
    batches.push(...cut(rows, batch, rules));
  }
  return random.shuffle(batches);
}

/** All sentences once, shortest first, for evaluation. */
export function evaluationBatches(
  set: readonly EncodedSentence[],
  batch: number,
  rules: BatchRules,
): HostBatch[] {
  return cut(
    [...set].sort((a, b) => a.ids.length - b.ids.length),
    batch,
    rules,
  );
}

function cut(rows: readonly EncodedSentence[], batch: number, rules: BatchRules): HostBatch[] {
  const batches: HostBatch[] = [];
  for (let start = 0; start < rows.length; start += batch)
    batches.push(padBatch(rows.slice(start, start + batch), batch, rules));
  return batches;
}

export interface DeviceBatch extends TokenBatch {
  /** int32 [batch]. */
  readonly labels: Tensor;
}

/**
 * What a pass needs of a batch, in the order that {@link deviceBatch} expects.
 * @param padding given where the embeddings get gradients, which padding has none of
 */
export function batchInputs(
  { tokens, positions, types, lengths, labels }: HostBatch,
  padding: Pick<ModelConfig, 'architecture' | 'padToken'> | null,
): readonly Int32Array[] {
  const inputs = [tokens, positions, types, lengths, labels];
  if (padding === null) return inputs;
  return [...inputs, rowsById(tokens, padding.padToken), rowsById(positions, paddingPosition(padding))];
}

/** The batch of which `inputs` are on the device, in the same order. */
export function deviceBatch(
  { batch, sequence }: Pick<HostBatch, 'batch' | 'sequence'>,
  inputs: readonly Tensor[],
): DeviceBatch {
  const [tokens, positions, types, lengths, labels, byToken, byPosition] = inputs;
  if (!tokens || !positions || !types || !lengths || !labels)
    throw new Error(`A batch has five tensors or more, not ${inputs.length}.`);
  const rows = byToken && byPosition ? { byToken, byPosition } : null;
  return { batch, sequence, tokens, positions, types, lengths, labels, rows };
}
