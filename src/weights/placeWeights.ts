/** @file The checkpoint's tensors as the engine keeps them on the device: stacked, and packed where asked. */
import * as tf from '@tensorflow/tfjs';
import type { BasePrecision } from '../experiment/experiment';
import type { ModelConfig } from '../model/config';
import type { FrozenWeight, FrozenWeights } from '../model/model';
import { stackedEncoderShapes } from '../model/projections';
import type { NamedShape } from '../model/shapes';
import type { Ops, PackedMatrix } from '../ops';
import type { EncoderWeights } from './encoderWeights';
import { packBytes, packHalves, unpackBytes, unpackHalves } from './packing';

export interface Placing {
  readonly precision: BasePrecision;
  /** Whether the op set unpacks by itself; else the rounded values are kept as float32. */
  readonly packs: boolean;
}

/** Puts values on the device. */
type Upload = Ops['upload'];

/**
 * Uploads every tensor of the encoder, one after another: the host holds one at a time.
 * @param values the checkpoint's by name
 * @throws whatever `values` or the device throws; what was uploaded is freed first
 */
export async function placeWeights(
  upload: Upload,
  config: ModelConfig,
  values: EncoderWeights,
  placing: Placing,
): Promise<FrozenWeights> {
  const placed = new Map<string, FrozenWeight>();
  try {
    for (const { name, shape, parts } of stackedEncoderShapes(config)) {
      const all = await stacked(parts, values);
      placed.set(
        name,
        isPackable(name, shape) && placing.precision !== 'f32'
          ? packed(upload, all, shape as [number, number], placing.precision, placing.packs)
          : upload(all, shape),
      );
    }
  } catch (error) {
    disposeWeights(placed);
    throw error;
  }
  return placed;
}

/** The parts' values one after another; a single part's as they are, as a word table is too large to be copied. */
async function stacked(parts: readonly NamedShape[], values: EncoderWeights): Promise<Float32Array> {
  if (parts.length === 1) return values(parts[0]!.name);
  const all = new Float32Array(parts.reduce((sum, { shape }) => sum + sizeOf(shape), 0));
  let offset = 0;
  for (const { name } of parts) {
    const part = await values(name);
    all.set(part, offset);
    offset += part.length;
  }
  return all;
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

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);

function isPackable(name: string, shape: readonly number[]): boolean {
  return name.startsWith('encoder.') && shape.length === 2 && (shape[1] ?? 0) % 4 === 0;
}

function packed(
  upload: Upload,
  values: Float32Array,
  shape: readonly [number, number],
  precision: PackedMatrix['precision'],
  packs: boolean,
): FrozenWeight {
  const [outputs, inputs] = shape;
  if (precision === 'f16') {
    const words = packHalves(values);
    if (!packs) return upload(unpackHalves(words), [outputs, inputs]);
    return { precision, shape, data: upload(words, [outputs, inputs / 2]), scale: null };
  }
  const { words, scale } = packBytes(values, inputs);
  if (!packs) return upload(unpackBytes(words, scale, inputs), [outputs, inputs]);
  return {
    precision,
    shape,
    data: upload(words, [outputs, inputs / 4]),
    scale: upload(scale, [outputs]),
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
