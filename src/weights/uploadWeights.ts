/**
 * @file Puts pretrained weights on the device as the engine keeps them: stacked, with matrices packed if that is asked
 * for and transposed if the op set wants it. One tensor at a time is in the host's memory.
 */
import * as tf from '@tensorflow/tfjs';
import { LabError } from '../base/errors';
import { shownName } from '../base/shown';
import type { BasePrecision } from '../experiment/experiment';
import type { ModelConfig } from '../architecture/config';
import type { FrozenWeight, FrozenWeights } from '../model/model';
import { stackedEncoderShapes, type StackedShape } from '../architecture/projections';
import type { NamedShape } from '../architecture/shapes';
import type { FrozenMatrix, MatrixStorage, Ops, Precision } from '../ops';
import { nf4Sizes } from '../ops/nf4';
import type { EncoderWeights } from '../architecture/tensorSource';
import { nf4Words, roundedToNf4 } from './nf4';
import { packBytes, packHalves, unpackBytes, unpackHalves } from './packing';
import { transpose } from './transpose';

/**
 * The precision that is asked for, and the storage that the op set uses: without packing, rounded values stay float32.
 */
export interface Placing extends MatrixStorage {
  readonly precision: BasePrecision;
}

/** How a matrix is laid out on the device. */
interface Layout extends Pick<FrozenMatrix, 'precision' | 'transposed' | 'shape'> {
  /** How many modules it stacks. */
  readonly parts: number;
}

/** Puts values on the device. */
type Upload = Ops['upload'];

/**
 * Uploads every tensor of the encoder, one after another: the host holds one at a time.
 * @param values the pretrained values by name
 * @throws whatever `values` or the device throws; what was uploaded is freed first
 */
export async function uploadWeights(
  upload: Upload,
  config: ModelConfig,
  values: EncoderWeights,
  placing: Placing,
): Promise<FrozenWeights> {
  const placed = new Map<string, FrozenWeight>();
  try {
    for (const tensor of stackedEncoderShapes(config)) {
      const all = await stacked(tensor.parts, values);
      const layout = layoutOf(tensor, placing);
      if (layout && placing.precision === 'f16') refuseBeyondHalves(tensor.name, all);
      const weight = layout ? onDevice(upload, all, layout, placing.precision) : upload(all, tensor.shape);
      placed.set(tensor.name, weight);
    }
  } catch (error) {
    disposeWeights(placed);
    throw error;
  }
  return placed;
}

/** Half floats end at 65504: this and larger values would round to infinity. */
const BEYOND_HALVES = 65520;

function refuseBeyondHalves(name: string, values: Float32Array): void {
  const large = values.find((value) => Math.abs(value) >= BEYOND_HALVES);
  if (large !== undefined)
    throw new LabError(
      `Tensor ${shownName(name)} holds ${large}, which half floats cannot hold.`,
      'Keep the base in float32 for this model.',
    );
}

/** Concatenates the parts' values. A single part is not copied: a word table is too large for that. */
async function stacked(parts: readonly NamedShape[], values: EncoderWeights): Promise<Float32Array> {
  const [only] = parts;
  if (only && parts.length === 1) return values(only.name);
  const all = new Float32Array(parts.reduce((sum, { shape }) => sum + sizeOf(shape), 0));
  let offset = 0;
  for (const { name } of parts) {
    const part = await values(name);
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}

/** The same tensors without data on any device, for planning. */
export function hostWeights(config: ModelConfig, placing: Placing): FrozenWeights {
  return new Map(
    stackedEncoderShapes(config).map((tensor): [string, FrozenWeight] => {
      const layout = layoutOf(tensor, placing);
      if (!layout || isPlain(layout)) return [tensor.name, unplaced(tensor.shape)];
      const scale = scaleShape(layout);
      return [tensor.name, frozen(layout, unplaced(dataShape(layout)), scale && unplaced(scale))];
    }),
  );
}

function unplaced(shape: readonly number[]): tf.Tensor {
  return new tf.Tensor([...shape], 'float32', {}, -1);
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);

/** The layout of a matrix that may be packed; null for every other tensor. */
function layoutOf({ name, shape, parts }: StackedShape, placing: Placing): Layout | null {
  const { precision, packs, transposes } = placing;
  const [outputs = 0, inputs = 0] = shape;
  if (!name.startsWith('encoder.') || shape.length !== 2 || inputs % 4 !== 0) return null;
  return {
    precision: packs ? precision : 'f32',
    transposed: transposes && outputs % 4 === 0 && !(packs && precision === 'nf4'),
    shape: [outputs, inputs],
    parts: parts.length,
  };
}

/** Whether a bare tensor has this layout, so that no further information is needed. */
const isPlain = ({ precision, transposed }: Layout): boolean => precision === 'f32' && !transposed;

const PER_WORD = { f32: 1, f16: 2, int8: 4 } as const satisfies Record<Exclude<Precision, 'nf4'>, number>;

function dataShape({ precision, transposed, shape: [outputs, inputs], parts }: Layout): [number, number] {
  if (precision === 'nf4') return [parts, nf4Sizes((outputs * inputs) / parts).words];
  const [rows, width] = transposed ? [inputs, outputs] : [outputs, inputs];
  return [rows, width / PER_WORD[precision]];
}

/** The shape of what is beside the elements; null if that is nothing. */
function scaleShape({ precision, shape: [outputs, inputs], parts }: Layout): number[] | null {
  if (precision === 'nf4') return [parts, nf4Sizes((outputs * inputs) / parts).statistics];
  return precision === 'int8' ? [outputs] : null;
}

const frozen = (
  { precision, transposed, shape }: Layout,
  data: tf.Tensor,
  scale: tf.Tensor | null,
): FrozenMatrix => ({ precision, transposed, shape, data, scale });

/** @param values [O, I] @param wanted what they are rounded to, even if the layout does not pack them */
function onDevice(upload: Upload, values: Float32Array, layout: Layout, wanted: BasePrecision): FrozenWeight {
  const { precision, transposed, parts } = layout;
  const [outputs, inputs] = layout.shape;
  const turned = <A extends Float32Array | Uint16Array | Int8Array>(elements: A): A =>
    transposed ? transpose(elements, outputs, inputs) : elements;
  const shape = dataShape(layout);
  if (precision === 'f16') {
    const words = new Int32Array(turned(new Uint16Array(packHalves(values).buffer)).buffer);
    return frozen(layout, upload(words, shape), null);
  }
  if (precision === 'int8') {
    const { words, scale } = packBytes(values, inputs);
    return bothOnDevice(upload, layout, new Int32Array(turned(new Int8Array(words.buffer)).buffer), scale);
  }
  if (precision === 'nf4') {
    const { words, statistics } = nf4Words(values, parts);
    return bothOnDevice(upload, layout, words, statistics);
  }
  const data = upload(turned(rounded(values, layout, wanted)), shape);
  return isPlain(layout) ? data : frozen(layout, data, null);
}

function bothOnDevice(
  upload: Upload,
  layout: Layout,
  words: Int32Array,
  scale: Float32Array | Int32Array,
): FrozenMatrix {
  const data = upload(words, dataShape(layout));
  try {
    return frozen(layout, data, upload(scale, scaleShape(layout) ?? []));
  } catch (error) {
    data.dispose();
    throw error;
  }
}

function rounded(values: Float32Array, layout: Layout, precision: BasePrecision): Float32Array {
  const [, inputs] = layout.shape;
  if (precision === 'f32') return values;
  if (precision === 'f16') return unpackHalves(packHalves(values));
  if (precision === 'nf4') return roundedToNf4(values, layout.parts);
  const { words, scale } = packBytes(values, inputs);
  return unpackBytes(words, scale, inputs);
}

const tensorsOf = (weight: FrozenWeight): tf.Tensor[] =>
  'precision' in weight ? [weight.data, ...(weight.scale ? [weight.scale] : [])] : [weight];

export function disposeWeights(weights: FrozenWeights): void {
  tf.dispose([...weights.values()].flatMap(tensorsOf));
}

/** The bytes that the weights take on the device. */
export function weightBytes(weights: FrozenWeights): number {
  return [...weights.values()].flatMap(tensorsOf).reduce((sum, { size }) => sum + 4 * size, 0);
}
