/**
 * @file The checkpoint's tensors as the engine keeps them on the device: stacked, the matrices packed where
 * asked and transposed where the op set wants them so. One tensor at a time is in the host's memory.
 */
import * as tf from '@tensorflow/tfjs';
import type { BasePrecision } from '../experiment/experiment';
import type { ModelConfig } from '../model/config';
import type { FrozenWeight, FrozenWeights } from '../model/model';
import { stackedEncoderShapes } from '../model/projections';
import type { NamedShape } from '../model/shapes';
import type { FrozenMatrix, MatrixStorage, Precision } from '../ops';
import { packBytes, packHalves, unpackBytes, unpackHalves } from './packing';
import { transpose } from './transpose';

/** What is asked for, and what the op set takes: without packing, rounded values are kept as float32. */
export interface Placing extends MatrixStorage {
  readonly precision: BasePrecision;
}

/** How a matrix lies on the device. */
type Layout = Pick<FrozenMatrix, 'precision' | 'transposed' | 'shape'>;

/** Uploads every tensor of the encoder. `values` gives the checkpoint's by name. */
export function placeWeights(
  config: ModelConfig,
  values: (name: string) => Float32Array,
  placing: Placing,
): FrozenWeights {
  return new Map(
    stackedEncoderShapes(config).map((tensor) => {
      const { name, shape, parts } = tensor;
      const all = new Float32Array(shape.reduce((product, extent) => product * extent, 1));
      let offset = 0;
      for (const part of parts) {
        const range = values(part.name);
        all.set(range, offset);
        offset += range.length;
      }
      const layout = layoutOf(tensor, placing);
      return [name, layout ? placed(all, layout, placing.precision) : tf.tensor(all, [...shape])];
    }),
  );
}

/** The same tensors without data on any device, to plan with. */
export function unplacedWeights(config: ModelConfig, placing: Placing): FrozenWeights {
  return new Map(
    stackedEncoderShapes(config).map((tensor): [string, FrozenWeight] => {
      const layout = layoutOf(tensor, placing);
      if (!layout || isPlain(layout)) return [tensor.name, unplaced(tensor.shape)];
      const scale = layout.precision === 'int8' ? unplaced([layout.shape[0]]) : null;
      return [tensor.name, { ...layout, data: unplaced(dataShape(layout)), scale }];
    }),
  );
}

function unplaced(shape: readonly number[]): tf.Tensor {
  return new tf.Tensor([...shape], 'float32', {}, -1);
}

/** Of a matrix that may be packed; null for every other tensor. */
function layoutOf({ name, shape }: NamedShape, { precision, packs, transposes }: Placing): Layout | null {
  const [outputs = 0, inputs = 0] = shape;
  if (!name.startsWith('encoder.') || shape.length !== 2 || inputs % 4 !== 0) return null;
  return {
    precision: packs ? precision : 'f32',
    transposed: transposes && outputs % 4 === 0,
    shape: [outputs, inputs],
  };
}

/** Whether a tensor says it all. */
const isPlain = ({ precision, transposed }: Layout): boolean => precision === 'f32' && !transposed;

const PER_WORD = { f32: 1, f16: 2, int8: 4 } as const satisfies Record<Precision, number>;

function dataShape({ precision, transposed, shape: [outputs, inputs] }: Layout): [number, number] {
  const [rows, width] = transposed ? [inputs, outputs] : [outputs, inputs];
  return [rows, width / PER_WORD[precision]];
}

/** @param values [O, I] @param wanted what they are rounded to, also where the layout does not pack them */
function placed(values: Float32Array, layout: Layout, wanted: BasePrecision): FrozenWeight {
  const { precision, transposed } = layout;
  const [outputs, inputs] = layout.shape;
  const turned = <A extends Float32Array | Uint16Array | Int8Array>(elements: A): A =>
    transposed ? transpose(elements, outputs, inputs) : elements;
  const shape = dataShape(layout);
  if (precision === 'f16') {
    const words = new Int32Array(turned(new Uint16Array(packHalves(values).buffer)).buffer);
    return { ...layout, data: tf.tensor2d(words, shape, 'int32'), scale: null };
  }
  if (precision === 'int8') {
    const { words, scale } = packBytes(values, inputs);
    const data = new Int32Array(turned(new Int8Array(words.buffer)).buffer);
    return { ...layout, data: tf.tensor2d(data, shape, 'int32'), scale: tf.tensor1d(scale) };
  }
  const data = tf.tensor2d(turned(rounded(values, inputs, wanted)), shape);
  return isPlain(layout) ? data : { ...layout, data, scale: null };
}

function rounded(values: Float32Array, inputs: number, precision: BasePrecision): Float32Array {
  if (precision === 'f32') return values;
  if (precision === 'f16') return unpackHalves(packHalves(values));
  const { words, scale } = packBytes(values, inputs);
  return unpackBytes(words, scale, inputs);
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
