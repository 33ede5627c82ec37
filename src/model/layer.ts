/**
 * @file One encoder layer (post-LayerNorm, Devlin et al. 2018): what its two blocks save for backward, and the forward
 * pass beside the backward pass. The blocks are in `attentionBlock.ts` and `feedForwardBlock.ts`.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { NormSaved, SavedInput, TokenBatch } from '../ops';
import { backwardAttention, forwardAttention, type AttentionSaved } from './attentionBlock';
import { backwardFeedForward, forwardFeedForward, type FeedForwardSaved } from './feedForwardBlock';
import { LayerBackward, LayerForward, normOutput, type AdaptersSaved, type LayerInput } from './layerPass';
import { THROUGH, type Model } from './model';

/**
 * What backward needs from the forward pass. It keeps only what the stages on the way need, and nothing that is cheap
 * to compute again: LayerNorm's output comes from its normalized input, GELU's output from its input.
 */
export interface LayerSaved extends AdaptersSaved {
  readonly stopStage: number;
  readonly attention: AttentionSaved;
  readonly feedForward: FeedForwardSaved;
}

/**
 * The number of rows R is all T tokens, but only each sentence's first token after the last layer's attention.
 * @param input `input.x` remains owned by the caller; it has to live as long as a saved input that keeps it
 * @returns y [R, H], and what backward needs: null if `save` is false or backward never enters the layer
 */
export function forwardLayer(
  model: Model,
  layer: number,
  input: LayerInput,
  batch: TokenBatch,
  save: boolean,
): { y: Tensor; saved: LayerSaved | null } {
  const pass = new LayerForward(model, layer, save);
  const { middle, saved: attention } = forwardAttention(pass, input, batch);
  const { y, saved: feedForward } = forwardFeedForward(pass, middle);
  const { stopStage, lowRank, magnified } = pass;
  const adapters = { lowRank, magnified };
  const saved = stopStage !== null && feedForward ? { stopStage, attention, feedForward, ...adapters } : null;
  return { y, saved };
}

/**
 * Writes the gradients of the layer's trainable parameters. Disposes `dy` and `saved`, including a kept input: each
 * tensor as soon as nothing needs it.
 * @param dy [R, H]
 * @returns the gradient of the layer's input [T, H], or null if backward ends in this layer
 */
export function backwardLayer(
  model: Model,
  layer: number,
  dy: Tensor,
  saved: LayerSaved,
  batch: TokenBatch,
): Tensor | null {
  const pass = new LayerBackward(model, layer, saved, savedTensors(saved));
  const { norm } = saved.attention;
  const middle = norm && normOutput(model, layer, 'attention', norm);
  const dMiddle = backwardFeedForward(pass, dy, saved.feedForward, middle);
  const dx = dMiddle && norm && backwardAttention(pass, dMiddle, saved.attention, norm, batch);
  pass.releaseRest();
  return saved.stopStage === THROUGH ? dx : null;
}

/** The layer's output as the next layer's input, computed again from what this layer saved. */
export function outputAgain(model: Model, layer: number, { feedForward }: LayerSaved): SavedInput {
  return normOutput(model, layer, 'feedForward', feedForward.norm);
}

/** Frees what the forward pass kept for a backward pass. */
export function disposeSaved(saved: LayerSaved): void {
  for (const tensor of savedTensors(saved)) tensor.dispose();
}

function savedTensors({ attention, feedForward, lowRank, magnified }: LayerSaved): Tensor[] {
  const { input, queryKeyValue, logSumExp, attended, context } = attention;
  const ofNorm = (norm: NormSaved | null): Tensor[] => (norm ? [norm.normalized, norm.rstd] : []);
  const single = [queryKeyValue, logSumExp, attended, context, feedForward.preActivation];
  return [
    ...ofNorm(feedForward.norm),
    ...ofNorm(attention.norm),
    ...(input?.kind === 'kept' ? [input.x] : []),
    ...lowRank.values(),
    ...[...magnified.values()].flatMap(({ z, norms }) => [z, norms]),
    ...single.filter((tensor) => tensor !== null),
  ];
}
