/** @file Makes padded batches of sentences, with few different lengths. */
import type { Tensor } from '@tensorflow/tfjs';
import { paddingPosition, type ModelConfig } from '../architecture/config';
import type { TokenBatch } from '../ops';
import { rowsById } from '../ops/rowsById';
import type { Random } from '../base/random';
import type { Sentences } from './sentences';

/** The facts about a model that batches depend on. */
export type BatchRules = Pick<ModelConfig, 'padToken' | 'firstPosition'>;

/**
 * What a pass gets of a batch. In a joined batch each array holds that of several trials, one after another, while
 * `batch` and `sequence` are those of one.
 */
export interface BatchArrays {
  readonly batch: number;
  readonly sequence: number;
  readonly tokens: Int32Array; // [batch * sequence]
  readonly positions: Int32Array; // [batch * sequence]
  readonly types: Int32Array; // [batch * sequence]
  readonly lengths: Int32Array; // [batch]
  readonly labels: Int32Array; // [batch]
}

/**
 * A batch on the host. Rows after the last sentence fill the batch up: they have one padding token and the label -1.
 */
export interface HostBatch extends BatchArrays {
  /** How many of the rows, counted from the first, hold a sentence. */
  readonly sentences: number;
}

/** Batch lengths are multiples of this, so that there are few shapes, and buffers and pipelines are reused. */
const LENGTH_STEP = 8;

/**
 * How many batches are drawn together before sorting by length: enough for little padding, few enough for a random
 * order.
 */
const BATCHES_PER_WINDOW = 8;

/** The lengths that batches of these sentences can have, longest first. */
export function batchLengths({ lengths }: Sentences): number[] {
  const padded = new Set<number>();
  for (const length of lengths) padded.add(paddedLength(length));
  return [...padded].sort((a, b) => b - a);
}

function paddedLength(tokens: number): number {
  return Math.ceil(Math.max(1, tokens) / LENGTH_STEP) * LENGTH_STEP;
}

/** The position of padding. */
export const paddingOf = (firstPosition: number): number => Math.max(0, firstPosition - 1);

/**
 * Pads to the right. Positions count from the model's first one. Padding, which no real token attends to, gets the
 * position before that (RoBERTa's padding position); since there is none before BERT's first, BERT's padding gets the
 * first.
 * @param chosen numbers of the sentences, in the order of the batch's rows
 * @param batch rows of the batch, at least as many as sentences
 */
export function padBatch(
  sentences: Sentences,
  chosen: Int32Array,
  batch: number,
  { padToken, firstPosition }: BatchRules,
): HostBatch {
  const rows = Array.from(chosen, (sentence) => sentences.idsOf(sentence));
  const sequence = paddedLength(Math.max(...rows.map(({ length }) => length)));
  const tokens = new Int32Array(batch * sequence).fill(padToken);
  const positions = new Int32Array(batch * sequence).fill(paddingOf(firstPosition));
  const types = new Int32Array(batch * sequence);
  const lengths = new Int32Array(batch).fill(1);
  const labels = new Int32Array(batch).fill(-1);
  for (const [row, ids] of rows.entries()) {
    const start = row * sequence;
    tokens.set(ids, start);
    for (let i = 0; i < ids.length; i++) positions[start + i] = firstPosition + i;
    lengths[row] = Math.max(1, ids.length);
  }
  for (const [row, sentence] of chosen.entries()) {
    const own = sentences.typesOf(sentence);
    if (own) types.set(own, row * sequence);
    labels[row] = sentences.labels[sentence] ?? -1;
  }
  return { batch, sequence, sentences: rows.length, tokens, positions, types, lengths, labels };
}

/**
 * One epoch in random order, in which sentences of similar length share a batch. A batch is padded when its turn comes.
 * @param random null for the set's own order, one sentence after another
 */
export function* epochBatches(
  set: Sentences,
  random: Random | null,
  batch: number,
  rules: BatchRules,
): Generator<HostBatch> {
  const groups = random ? mixedGroups(set, random, batch) : cut(set.all(), batch);
  for (const group of groups) yield padBatch(set, group, batch, rules);
}

/** Groups of `batch` sentences of similar length, in random order. */
function mixedGroups(set: Sentences, random: Random, batch: number): Int32Array[] {
  const windows = cut(random.shuffle(set.all()), batch * BATCHES_PER_WINDOW);
  return random.shuffle(windows.flatMap((window) => cut(set.sortByLength(window), batch)));
}

/** Numbers of all sentences in the order in which evaluation takes them: shortest first. */
export function evaluationOrder(set: Sentences): Int32Array {
  return set.sortByLength(set.all());
}

/** All sentences once, in the order of {@link evaluationOrder}. */
export function evaluationBatches(set: Sentences, batch: number, rules: BatchRules): HostBatch[] {
  return cut(evaluationOrder(set), batch).map((group) => padBatch(set, group, batch, rules));
}

/** Views of `size` sentences each, the last one perhaps of fewer. */
function cut(sentences: Int32Array, size: number): Int32Array[] {
  const count = Math.ceil(sentences.length / size);
  return Array.from({ length: count }, (_, i) => sentences.subarray(i * size, (i + 1) * size));
}

export interface DeviceBatch extends TokenBatch {
  /** int32 [batch]. */
  readonly labels: Tensor;
}

/**
 * The arrays of a batch that a pass uploads, in the order that {@link deviceBatch} expects.
 * @param padding given where the embeddings get gradients, because padding gets none
 */
export function batchInputs(
  { tokens, positions, types, lengths, labels }: BatchArrays,
  padding: Pick<ModelConfig, 'architecture' | 'padToken'> | null,
): readonly Int32Array[] {
  const inputs = [tokens, positions, types, lengths, labels];
  if (padding === null) return inputs;
  return [...inputs, rowsById(tokens, padding.padToken), rowsById(positions, paddingPosition(padding))];
}

/** The batch whose `inputs` are on the device, in the same order. */
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
