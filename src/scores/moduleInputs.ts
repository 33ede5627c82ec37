/** @file What the modules of a model get as their input when a batch goes up, layer by layer. */
import type { Tensor } from '@tensorflow/tfjs';
import type { Projection } from '../architecture/projections';
import type { DeviceBatch, HostBatch } from '../data/batches';
import { forwardAttention } from '../model/attentionBlock';
import { forwardFeedForward } from '../model/feedForwardBlock';
import { LayerForward } from '../model/layerPass';
import type { Model } from '../model/model';
import { encoderInput } from '../model/partwise';

/** By projection: [T, in], of the last layer's attention output, up and down [batch, in], the first tokens alone. */
export type LayerInputs = ReadonlyMap<Projection, Tensor>;

/** A forward pass that keeps the input of each of its linear layers. */
class WatchedForward extends LayerForward {
  readonly inputs = new Map<Projection, Tensor>();

  override linear(projection: Projection, x: Tensor, kept?: boolean): Tensor {
    this.inputs.set(projection, x.clone());
    return super.linear(projection, x, kept);
  }

  override linearGelu(
    projection: Projection,
    x: Tensor,
    keeps: boolean,
  ): { y: Tensor; preActivation: Tensor | null } {
    this.inputs.set(projection, x.clone());
    return super.linearGelu(projection, x, keeps);
  }
}

/**
 * Takes a batch through all layers, without dropout.
 * @param see gets the inputs of one layer (0-based) after another, which are disposed when it is done
 * @throws what `see` and the device throw, after every tensor is disposed
 */
export async function watchInputs(
  model: Model,
  batch: DeviceBatch,
  see: (layer: number, inputs: LayerInputs) => Promise<void>,
): Promise<void> {
  model.training = false;
  let x = encoderInput(model, batch);
  try {
    for (let layer = 0; layer < model.config.layers; layer++) {
      const pass = new WatchedForward(model, layer, false);
      try {
        const { middle } = forwardAttention(pass, { x, again: null }, batch);
        const { y } = forwardFeedForward(pass, middle);
        x.dispose();
        x = y;
        await see(layer, pass.inputs);
      } finally {
        for (const input of pass.inputs.values()) input.dispose();
      }
    }
  } finally {
    x.dispose();
  }
}

/**
 * The rows of a module's input that hold something: real tokens, or of the last layer's narrower ones the sentences.
 * @param rows how many the input has: batch * sequence, or batch
 */
export function realRows({ batch, sequence, sentences, lengths }: HostBatch, rows: number): number[] {
  if (rows === batch) return Array.from({ length: sentences }, (_, row) => row);
  return Array.from({ length: sentences }, (_, row) =>
    Array.from({ length: lengths[row] ?? 0 }, (_, token) => row * sequence + token),
  ).flat();
}
