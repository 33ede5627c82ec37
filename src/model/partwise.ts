/**
 * @file The forward pass in parts, for what continues it from a layer again and again. It is without backward; dropout is
 * on if `model.training` is set.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { TokenBatch } from '../ops';
import { embedTokens, headLogits } from './classifier';
import { forwardLayer } from './layer';
import type { Model } from './model';

/** The input of the lowest layer [T, H]. */
export function encoderInput(model: Model, batch: TokenBatch): Tensor {
  return embedTokens(model, batch, false).y;
}

/**
 * What one layer makes of its input.
 * @param layer 0-based
 * @param x [T, H], which remains the caller's
 * @returns [T, H]; of the last layer [batch, H], the first tokens
 */
export function throughLayer(model: Model, layer: number, x: Tensor, batch: TokenBatch): Tensor {
  return forwardLayer(model, layer, { x, again: null }, batch, false).y;
}

/**
 * The rest of the forward pass: the layers from `layer` (0-based) on, and the head.
 * @param x [T, H], the input of that layer, which remains the caller's; [batch, H] if only the head is left
 * @returns logits [batch, labels]
 */
export function logitsFrom(model: Model, layer: number, x: Tensor, batch: TokenBatch): Tensor {
  let current = x.clone();
  for (let at = layer; at < model.config.layers; at++) {
    const next = throughLayer(model, at, current, batch);
    current.dispose();
    current = next;
  }
  return headLogits(model, current);
}
