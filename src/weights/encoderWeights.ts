/** @file A checkpoint's tensors as the encoder's: names without prefix, shapes checked against config.json. */
import { LabError } from '../errors';
import type { ModelConfig } from '../model/config';
import { encoderShapes } from '../model/shapes';
import { parseSafetensors } from './safetensors';

/** Values of the encoder's tensors by name (see model/shapes.ts). */
export type EncoderWeights = ReadonlyMap<string, Float32Array>;

/** @throws LabError naming the tensor that is missing or has another shape than config.json says */
export function readEncoderWeights(file: ArrayBuffer, config: ModelConfig): EncoderWeights {
  const tensors = parseSafetensors(file);
  const weights = new Map<string, Float32Array>();
  for (const { name, shape } of encoderShapes(config)) {
    const tensor = tensors.get(`roberta.${name}`) ?? tensors.get(name);
    const remedy = 'Use a model whose model.safetensors and config.json belong together.';
    if (!tensor) throw new LabError(`The weights file has no tensor ${name}.`, remedy);
    if (tensor.shape.join() !== shape.join())
      throw new LabError(
        `Tensor ${name} has the shape [${tensor.shape.join(', ')}]; config.json asks for [${shape.join(', ')}].`,
        remedy,
      );
    if (!(tensor.values instanceof Float32Array))
      throw new LabError(`Tensor ${name} holds whole numbers, not weights.`, remedy);
    weights.set(name, tensor.values);
  }
  return weights;
}
