/** @file All encoder layers, forward beside backward, with or without gradient checkpointing. */
import type { Tensor } from '@tensorflow/tfjs';
import type { TokenBatch } from '../ops';
import { backwardLayer, disposeSaved, forwardLayer, outputAgain, type LayerSaved } from './layer';
import type { Model } from './model';

/** With gradient checkpointing a layer keeps only its input. Backward computes from it what it needs from the layer. */
interface InputOnly {
  readonly layerInput: Tensor; // [T, H]
}

/** What each layer keeps for backward, lowest first; null for layers that backward never enters. */
export type EncoderSaved = readonly (LayerSaved | InputOnly | null)[];

/**
 * @param embedded [T, H], taken over
 * @returns y [batch, H], the first tokens' last hidden states; and what backward needs, if `save`
 */
export function forwardEncoder(
  model: Model,
  embedded: Tensor,
  batch: TokenBatch,
  save: boolean,
): { y: Tensor; saved: EncoderSaved } {
  const { layers } = model.config;
  const all: (LayerSaved | InputOnly | null)[] = [];
  let x = embedded;
  for (let layer = 0; layer < layers; layer++) {
    model.ops.enter({ kind: 'forward', part: layer });
    // The last layer's backward pass comes right after its forward pass: computing it twice would only cost time.
    const recomputes = model.options.checkpointing && layer < layers - 1;
    const below = all[layer - 1];
    const again = below && 'stopStage' in below ? outputAgain(model, layer - 1, below) : null;
    const { y, saved } = forwardLayer(model, layer, { x, again }, batch, save && !recomputes);
    const keepsInput = save && recomputes && model.stopStage(layer) !== null;
    if (!keepsInput && saved?.attention.input?.kind !== 'kept') x.dispose();
    all.push(keepsInput ? { layerInput: x } : saved);
    x = y;
  }
  return { y: x, saved: all };
}

/**
 * Goes down to the lowest layer that backward must reach, writes the gradients of all layers on the way, and disposes
 * `saved`.
 * @param dy [batch, H], taken over
 * @returns the gradient of the embeddings [T, H], or null if backward ends above them
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
    const full = 'layerInput' in entry ? recompute(model, layer, entry.layerInput, batch) : entry;
    model.ops.enter({ kind: 'backward', part: layer });
    dx = backwardLayer(model, layer, dx, full, batch);
  }
  return dx;
}

/**
 * Runs the layer's forward pass again. The kernels and the dropout masks are the same, so the result is the same to the
 * last bit.
 * @param x [T, H], taken over
 */
function recompute(model: Model, layer: number, x: Tensor, batch: TokenBatch): LayerSaved {
  model.ops.enter({ kind: 'again', part: layer });
  const { y, saved } = forwardLayer(model, layer, { x, again: null }, batch, true);
  y.dispose();
  if (!saved) throw new Error(`Layer ${layer} was to be computed again, but backward does not reach it.`);
  if (saved.attention.input?.kind !== 'kept') x.dispose();
  return saved;
}

/** Frees what the forward pass kept for a backward pass. */
export function disposeEncoder(saved: EncoderSaved): void {
  for (const entry of saved) {
    if (!entry) continue;
    if ('layerInput' in entry) entry.layerInput.dispose();
    else disposeSaved(entry);
  }
}
