/** @file The whole model: embeddings, encoder, RoBERTa's classification head; forward beside backward. */
import type { Tensor } from '@tensorflow/tfjs';
import type {
  EmbeddingGradients,
  EmbeddingTables,
  Linear,
  LinearGradients,
  NormSaved,
  TokenBatch,
} from '../ops';
import { paddingPosition } from '../architecture/config';
import { SITES } from './dropoutSites';
import { backwardEncoder, disposeEncoder, forwardEncoder, type EncoderSaved } from './encoder';
import type { Model } from './model';
import { EMBEDDINGS, HEAD, normName } from '../architecture/names';

/** What backward needs from the head. */
interface HeadSaved {
  readonly input: Tensor; // [batch, H], first tokens after dropout
  readonly activation: Tensor; // [batch, H], after tanh
  readonly dropped: Tensor; // [batch, H], activation after dropout
}

/** What backward needs from the forward pass. */
export interface ForwardSaved {
  /** Null unless the embeddings train. */
  readonly embeddings: NormSaved | null;
  readonly encoder: EncoderSaved;
  readonly head: HeadSaved;
}

const NORM = normName('embeddings');

function embeddingTables(model: Model): EmbeddingTables {
  return {
    word: model.operand(EMBEDDINGS.word),
    position: model.operand(EMBEDDINGS.position),
    tokenType: model.operand(EMBEDDINGS.tokenType),
    gamma: model.operand(`${NORM}.weight`),
    beta: model.operand(`${NORM}.bias`),
  };
}

/** Logits [batch, labels], with nothing kept for backward. Dropout is on if `model.training` is set. */
export function predict(model: Model, batch: TokenBatch): Tensor {
  const { logits, saved } = run(model, batch, false);
  disposeForward(saved);
  return logits;
}

/** Logits [batch, labels], and what {@link backward} needs. Dropout is on if `model.training` is set. */
export function forward(model: Model, batch: TokenBatch): { logits: Tensor; saved: ForwardSaved } {
  return run(model, batch, true);
}

function run(model: Model, batch: TokenBatch, save: boolean): { logits: Tensor; saved: ForwardSaved } {
  const embedded = embedTokens(model, batch, save && model.scenario.method === 'full');
  const { y: first, saved: encoder } = forwardEncoder(model, embedded.y, batch, save);
  const { logits, saved: head } = forwardHead(model, first);
  return { logits, saved: { embeddings: embedded.saved, encoder, head } };
}

/** The input of the lowest layer, y [T, H]; `saved` is for backward, null unless `save`. */
export function embedTokens(
  model: Model,
  batch: TokenBatch,
  save: boolean,
): { y: Tensor; saved: NormSaved | null } {
  model.ops.enter({ kind: 'forward', part: 'embeddings' });
  const dropout = model.dropout('hidden', SITES.embeddings);
  return model.ops.embed(batch, embeddingTables(model), model.config.layerNormEpsilon, dropout, save);
}

/** Logits [batch, labels], with nothing kept for backward. @param first [batch, H], taken over */
export function headLogits(model: Model, first: Tensor): Tensor {
  const { logits, saved } = forwardHead(model, first);
  disposeHead(saved);
  return logits;
}

function headLinear(model: Model, name: string): Linear {
  return { weight: model.operand(`${name}.weight`), bias: model.operand(`${name}.bias`), adapter: null };
}

/** Computes dropout, dense, tanh, dropout, output. @param first [batch, H], taken over */
function forwardHead(model: Model, first: Tensor): { logits: Tensor; saved: HeadSaved } {
  const { ops } = model;
  ops.enter({ kind: 'forward', part: 'head' });
  const drop = (x: Tensor, site: number): Tensor => {
    const dropout = model.dropout('classifier', site);
    return dropout ? ops.dropout(x, dropout) : x.clone();
  };
  const linear = (x: Tensor, name: string): Tensor => ops.linear(x, headLinear(model, name)).y;
  const input = drop(first, SITES.headInput);
  first.dispose();
  const dense = linear(input, HEAD.dense);
  const activation = ops.tanh(dense);
  dense.dispose();
  const dropped = drop(activation, SITES.headOutput);
  return { logits: linear(dropped, HEAD.output), saved: { input, activation, dropped } };
}

/**
 * Writes every gradient of the model's trainable parameters and disposes `saved`. It goes down only as far as the
 * lowest module that trains.
 * @param dLogits [batch, labels]; remains owned by the caller
 */
export function backward(model: Model, batch: TokenBatch, dLogits: Tensor, saved: ForwardSaved): void {
  const reaches = saved.encoder.at(-1) !== null;
  model.ops.enter({ kind: 'backward', part: 'head' });
  const dFirst = backwardHead(model, dLogits, saved.head, reaches);
  if (!dFirst) return;
  const dx = backwardEncoder(model, dFirst, batch, saved.encoder);
  if (dx && saved.embeddings) backwardEmbeddings(model, batch, dx, saved.embeddings);
  dx?.dispose();
}

/** @returns the gradient of the first tokens [batch, H], or null unless `needsDx` */
function backwardHead(model: Model, dLogits: Tensor, saved: HeadSaved, needsDx: boolean): Tensor | null {
  const { ops } = model;
  const linearBackward = (name: string, dy: Tensor, x: Tensor, needs: boolean): Tensor | null => {
    const gradients: LinearGradients = {
      weight: model.gradient(`${name}.weight`),
      bias: model.gradient(`${name}.bias`),
      a: null,
      b: null,
    };
    const input = { kind: 'kept', x } as const;
    const rest = { lowRank: null, throughGelu: null, accumulateInto: null };
    return ops.linearBackward({
      dy,
      input,
      linear: headLinear(model, name),
      gradients,
      needsDx: needs,
      ...rest,
    });
  };
  /** Takes over dy. */
  const dropBackward = (dy: Tensor, site: number): Tensor => {
    const dropout = model.dropout('classifier', site);
    if (!dropout) return dy;
    const dx = ops.dropout(dy, dropout);
    dy.dispose();
    return dx;
  };
  const dDropped = linearBackward(HEAD.output, dLogits, saved.dropped, true);
  if (!dDropped) throw new Error('The head got no gradient.');
  const dActivation = dropBackward(dDropped, SITES.headOutput);
  const dDense = ops.tanhBackward(dActivation, saved.activation);
  dActivation.dispose();
  const dInput = linearBackward(HEAD.dense, dDense, saved.input, needsDx);
  dDense.dispose();
  disposeHead(saved);
  return dInput ? dropBackward(dInput, SITES.headInput) : null;
}

/** @param dx [T, H] */
function backwardEmbeddings(model: Model, batch: TokenBatch, dx: Tensor, saved: NormSaved): void {
  model.ops.enter({ kind: 'backward', part: 'embeddings' });
  const slot = (name: string): EmbeddingGradients['word'] => model.gradients.slot(name);
  const gradients: EmbeddingGradients = {
    word: slot(EMBEDDINGS.word),
    position: slot(EMBEDDINGS.position),
    tokenType: slot(EMBEDDINGS.tokenType),
    gamma: slot(`${NORM}.weight`),
    beta: slot(`${NORM}.bias`),
  };
  const dropout = model.dropout('hidden', SITES.embeddings);
  model.ops.embedBackward(
    dx,
    batch,
    embeddingTables(model),
    saved,
    dropout,
    gradients,
    model.config.padToken,
    paddingPosition(model.config),
  );
  saved.normalized.dispose();
  saved.rstd.dispose();
}

function disposeHead(saved: HeadSaved): void {
  for (const tensor of [saved.input, saved.activation, saved.dropped]) tensor.dispose();
}

function disposeForward(saved: ForwardSaved): void {
  disposeHead(saved.head);
  disposeEncoder(saved.encoder);
  saved.embeddings?.normalized.dispose();
  saved.embeddings?.rstd.dispose();
}
