import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import type { ModelConfig } from '../architecture/config';
import { BASE_PRECISIONS } from '../experiment/address/rules';
import type { FrozenWeight } from '../model/model';
import { stackedEncoderShapes } from '../architecture/projections';
import { encoderShapes } from '../architecture/shapes';
import type { Ops } from '../ops';
import { SMALL } from '../train/trial.testing';
import { roundedToNf4, valuesOfWords } from './nf4';
import { packBytes, packHalves, unpackBytes, unpackHalves } from './packing';
import { disposeWeights, uploadWeights, hostWeights, weightBytes, type Placing } from './uploadWeights';
import { transpose } from './transpose';

const CONFIG = { ...SMALL, layers: 1, hidden: 8, intermediate: 12 };
/** Its `down` cannot be packed, and its `up` cannot be kept transposed. */
const ODD = { ...CONFIG, intermediate: 18 };

beforeAll(() => tf.setBackend('cpu'));

/** Pretrained values, which differ from tensor to tensor. */
function pretrained(config: ModelConfig): (name: string) => Float32Array {
  const tensors = new Map(
    encoderShapes(config).map(({ name, shape }, seed) => [
      name,
      Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(seed + i)),
    ]),
  );
  return (name) => tensors.get(name)!;
}

/** Every tensor's values, in the order of the pretrained tensors. */
function unpacked(weight: FrozenWeight): Float32Array {
  if (!('precision' in weight)) return weight.dataSync<'float32'>();
  const [outputs, inputs] = weight.shape;
  const data = weight.data.dataSync();
  const back = <A extends Float32Array | Uint16Array | Int8Array>(elements: A): A =>
    weight.transposed ? transpose(elements, inputs, outputs) : elements;
  const { buffer } = Int32Array.from(data);
  if (weight.precision === 'f32') return back(Float32Array.from(data));
  if (weight.precision === 'nf4') {
    const statistics = Int32Array.from(weight.scale!.dataSync());
    return valuesOfWords(
      { words: new Int32Array(buffer), statistics },
      weight.data.shape[0]!,
      outputs * inputs,
    );
  }
  if (weight.precision === 'f16')
    return unpackHalves(new Int32Array(back(new Uint16Array(buffer)).buffer as ArrayBuffer));
  const bytes = new Int32Array(back(new Int8Array(buffer)).buffer as ArrayBuffer);
  return unpackBytes(bytes, weight.scale!.dataSync<'float32'>(), inputs);
}

const rounded = (
  all: Float32Array,
  inputs: number,
  parts: number,
  precision: Placing['precision'],
): Float32Array => {
  if (precision === 'f32') return all;
  if (precision === 'nf4') return roundedToNf4(all, parts);
  if (precision === 'f16') return unpackHalves(packHalves(all));
  const { words, scale } = packBytes(all, inputs);
  return unpackBytes(words, scale, inputs);
};

/** How the matrix is laid out on the device. */
const describe = (weight: FrozenWeight): unknown =>
  'precision' in weight
    ? [weight.precision, weight.transposed, weight.shape, weight.data.shape, weight.scale?.shape]
    : weight.shape;

const PLACINGS: readonly Placing[] = BASE_PRECISIONS.flatMap((precision) =>
  [
    { packs: false, transposes: false },
    { packs: true, transposes: false },
    { packs: true, transposes: true },
  ].map((matrices) => ({ precision, ...matrices })),
);

test.each(PLACINGS)('$precision, packs $packs, transposes $transposes', async (placing) => {
  const before = tf.memory().numTensors;
  for (const config of [CONFIG, ODD]) {
    const values = pretrained(config);
    const upload: Ops['upload'] = (data, shape) => tf.tensor(data, [...shape]);
    const read = (name: string): Promise<Float32Array> => Promise.resolve(values(name));
    const frozen = await uploadWeights(upload, config, read, placing);
    const planned = hostWeights(config, placing);
    expect([...planned.keys()]).toEqual([...frozen.keys()]);
    expect(weightBytes(planned)).toBe(weightBytes(frozen));
    for (const { name, shape, parts } of stackedEncoderShapes(config)) {
      const [weight, plan] = [frozen.get(name)!, planned.get(name)!];
      expect(weight.shape, name).toEqual(shape);
      expect(describe(plan), name).toEqual(describe(weight));
      const [outputs = 0, inputs = 0] = shape;
      const packable = name.startsWith('encoder.') && shape.length === 2 && inputs % 4 === 0;
      const all = Float32Array.from(parts.flatMap((part) => [...values(part.name)]));
      const wanted = packable ? rounded(all, inputs, parts.length, placing.precision) : all;
      expect(unpacked(weight), name).toEqual(wanted);
      const transposed = 'precision' in weight && weight.transposed;
      const turns = placing.transposes && placing.precision !== 'nf4';
      expect(transposed, name).toBe(turns && packable && outputs % 4 === 0);
    }
    disposeWeights(frozen);
  }
  expect(tf.memory().numTensors).toBe(before);
});

test('a value that half floats cannot hold is refused by tensor, and nothing stays on the device', async () => {
  const read = pretrained(CONFIG);
  const name = 'encoder.layer.0.intermediate.dense.weight';
  const large = (asked: string): Promise<Float32Array> =>
    Promise.resolve(asked === name ? read(asked).map((value, i) => (i === 3 ? -70000 : value)) : read(asked));
  const upload: Ops['upload'] = (values, shape) => tf.tensor(values, [...shape]);
  const before = tf.memory().numTensors;
  const placing = { precision: 'f16', packs: true, transposes: false } as const;
  await expect(uploadWeights(upload, CONFIG, large, placing)).rejects.toThrow(/intermediate.*-70000/);
  expect(tf.memory().numTensors).toBe(before);
  const whole = await uploadWeights(upload, CONFIG, large, { ...placing, precision: 'f32' });
  disposeWeights(whole);
});
