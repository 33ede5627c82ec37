/** @file The checkpoint's tensors as the engine keeps them on the device: stacked, and packed where asked. */
import * as tf from '@tensorflow/tfjs';
import type { BasePrecision } from '../experiment/experiment';
import type { ModelConfig } from '../model/config';
import type { FrozenWeight, FrozenWeights } from '../model/model';
import { stackedEncoderShapes } from '../model/projections';
import type { PackedMatrix } from '../ops';
import { packBytes, packHalves, unpackBytes, unpackHalves } from './packing';

export interface Placing {
  readonly precision: BasePrecision;
  /** Whether the op set unpacks by itself; else the rounded values are kept as float32. */
  readonly packs: boolean;
}

/** Uploads every tensor of the encoder. `values` gives the checkpoint's by name. */
export function placeWeights(
  config: ModelConfig,
  values: (name: string) => Float32Array,
  placing: Placing,
): FrozenWeights {
  return new Map(
    stackedEncoderShapes(config).map(({ name, shape, parts }) => {
      const all = new Float32Array(shape.reduce((product, extent) => product * extent, 1));
      let offset = 0;
      for (const part of parts) {
        const range = values(part.name);
        all.set(range, offset);
        offset += range.length;
      }
      return [
        name,
        isPackable(name, shape) && placing.precision !== 'f32'
          ? packed(all, shape as [number, number], placing.precision, placing.packs)
          : tf.tensor(all, [...shape]),
      ];
    }),
  );
}

/** The same tensors without data on any device, to plan with. */
export function unplacedWeights(config: ModelConfig, placing: Placing): FrozenWeights {
  return new Map(
    stackedEncoderShapes(config).map(({ name, shape }): [string, FrozenWeight] => {
      const { precision } = placing;
      if (!isPackable(name, shape) || precision === 'f32' || !placing.packs) return [name, unplaced(shape)];
      const [outputs, inputs] = shape as [number, number];
      const words = precision === 'f16' ? inputs / 2 : inputs / 4;
      return [
        name,
        {
          precision,
          shape: [outputs, inputs],
          data: unplaced([outputs, words]),
          scale: precision === 'int8' ? unplaced([outputs]) : null,
        },
      ];
    }),
  );
}

function unplaced(shape: readonly number[]): tf.Tensor {
  return new tf.Tensor([...shape], 'float32', {}, -1);
}

function isPackable(name: string, shape: readonly number[]): boolean {
  return name.startsWith('encoder.') && shape.length === 2 && (shape[1] ?? 0) % 4 === 0;
}

function packed(
  values: Float32Array,
  shape: readonly [number, number],
  precision: PackedMatrix['precision'],
  packs: boolean,
): FrozenWeight {
  const [outputs, inputs] = shape;
  if (precision === 'f16') {
    const words = packHalves(values);
    if (!packs) return tf.tensor(unpackHalves(words), [outputs, inputs]);
    return { precision, shape, data: tf.tensor2d(words, [outputs, inputs / 2], 'int32'), scale: null };
  }
  const { words, scale } = packBytes(values, inputs);
  if (!packs) return tf.tensor(unpackBytes(words, scale, inputs), [outputs, inputs]);
  return {
    precision,
    shape,
    data: tf.tensor2d(words, [outputs, inputs / 4], 'int32'),
    scale: tf.tensor1d(scale),
  };
}

const tensorsOf = (weight: FrozenWeight): tf.Tensor[] =>
  'precision' in weight ? [weight.data, ...(weight.scale ? [weight.scale] : [])] : [weight];

export function disposeWeights(weights: FrozenWeights): void {
  tf.dispose([...weights.values()].flatMap(tensorsOf));
}

/** Bytes that the weights take on the device. */
export function weightBytes(weights: FrozenWeights): number {
  return [...weights.values()].flatMap(tensorsOf).reduce((sum, { size }) => sum + 4 * size, 0);
}
