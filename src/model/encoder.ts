/** @file All encoder layers, forward beside backward, with or without gradient checkpointing. */
import type { Tensor } from '@tensorflow/tfjs';
import type { TokenBatch } from '../ops';
import { backwardLayer, disposeSaved, forwardLayer, outputAgain, type LayerSaved } from './layer';
import type { Model } from './model';

/** Instead of what backward needs of a layer: the layer's input [T, H], to compute it from again. */
interface PretrainedWeights {
  readonly checkpoint: Tensor;
}

/** By layer; null where backward never goes. */
export type EncoderSaved = readonly (LayerSaved | PretrainedWeights | null)[];

/**
 * @param embedded [T, H], taken over
 * @returns y [batch, H], the first tokens' last hidden states, and what backward needs, if `save`
 */
export function forwardEncoder(
  model: Model,
  embedded: Tensor,
  batch: TokenBatch,
  save: boolean,
): { y: Tensor; saved: EncoderSaved } {
  const { layers } = model.config;
  const all: (LayerSaved | PretrainedWeights | null)[] = [];
  let x = embedded;
  for (let layer = 0; layer < layers; layer++) {
    // The last layer's backward pass comes right after: a checkpoint there would only cost time.
    const checkpoints = model.options.checkpointing && layer < layers - 1;
    const below = all[layer - 1];
    const again = below && 'stopStage' in below ? outputAgain(model, layer - 1, below) : null;
    const { y, saved } = forwardLayer(model, layer, { x, again }, batch, save && !checkpoints);
    const keeps = save && checkpoints && model.stopStage(layer) !== null;
    if (!keeps && saved?.input?.kind !== 'kept') x.dispose();
    all.push(keeps ? { checkpoint: x } : saved);
    x = y;
  }
  return { y: x, saved: all };
}

/**
 * Walks down to the lowest layer that backward must reach, writes its gradients, and disposes `saved`.
 * @param dy [batch, H], taken over
 * @returns the gradient of the embeddings [T, H], or null where backward ends above
 */
export function backwardEncoder(
  model: Model,
  dy: Tensor,
  batch: TokenBatch,
  saved: EncoderSaved,
): Tensor | null {
  let dx: Tensor | null = dy;
  for (let layer = saved.length - 1; layer >= 0 && dx; layer--) {
    const entry = saved[layer];
    if (!entry) break;
    const full = 'checkpoint' in entry ? recompute(model, layer, entry.checkpoint, batch) : entry;
    dx = backwardLayer(model, layer, dx, full, batch);
  }
  return dx;
}

/** Takes over x. The kernels and dropout's masks are the same, so the result is, to the last bit. */
function recompute(model: Model, layer: number, x: Tensor, batch: TokenBatch): LayerSaved {
  const { y, saved } = forwardLayer(model, layer, { x, again: null }, batch, true);
  y.dispose();
  if (!saved) throw new Error(`Layer ${layer} was to be computed again, but backward does not reach it.`);
  if (saved.input?.kind !== 'kept') x.dispose();
  return saved;
}

export function disposeEncoder(saved: EncoderSaved): void {
  for (const entry of saved) {
    if (!entry) continue;
    if ('checkpoint' in entry) entry.checkpoint.dispose();
    else disposeSaved(entry);
  }
}
