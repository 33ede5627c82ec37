import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { packBytes, packHalves, unpackBytes, unpackHalves } from '../../weights/packing';
import { transpose } from '../../weights/transpose';
import { layOut } from '../flat';
import type { Adapter, FrozenMatrix, LinearBackwardArgs, Precision } from '../index';
import { createWebGPUOps } from './index';
import { expectClose, maker } from './testing';

const OUTPUTS = 24;
const INPUTS = 20;
const ROWS = 29;
const RANK = 3;

/** The matrix in fewer bits, and what those bits stand for. */
function frozen(
  values: Float32Array,
  precision: Precision,
  transposed: boolean,
): { matrix: FrozenMatrix; rounded: Float32Array } {
  const layout = { precision, transposed, shape: [OUTPUTS, INPUTS] } as const;
  const turned = <A extends Float32Array | Uint16Array | Int8Array>(elements: A): A =>
    transposed ? transpose(elements, OUTPUTS, INPUTS) : elements;
  const words = (elements: Uint16Array | Int8Array): tf.Tensor =>
    tf.tensor1d(new Int32Array(turned(elements).buffer), 'int32');
  if (precision === 'f32')
    return { matrix: { ...layout, data: tf.tensor1d(turned(values)), scale: null }, rounded: values };
  if (precision === 'f16') {
    const halves = packHalves(values);
    const data = words(new Uint16Array(halves.buffer));
    return { matrix: { ...layout, data, scale: null }, rounded: unpackHalves(halves) };
  }
  const bytes = packBytes(values, INPUTS);
  const data = words(new Int8Array(bytes.words.buffer));
  const matrix = { ...layout, data, scale: tf.tensor1d(bytes.scale) };
  return { matrix, rounded: unpackBytes(bytes.words, bytes.scale, INPUTS) };
}

const CASES = (['f32', 'f16', 'int8'] as const).flatMap((precision) =>
  [false, true].map((transposed) => ({ precision, transposed })),
);

describe.each([true, false])('frozen weights, kernels for software adapters: %s', (software) => {
  test.each(CASES)('$precision, transposed $transposed: as the rounded weights', async (how) => {
    if (!(await tf.setBackend('webgpu'))) throw new Error('No WebGPU.');
    const ops = createWebGPUOps({ software });
    const random = maker(5);
    const tensor = (...shape: number[]): tf.Tensor => tf.tensor(random(...shape).values, shape);
    const values = random(OUTPUTS, INPUTS).values as Float32Array;
    const { matrix, rounded } = frozen(values, how.precision, how.transposed);
    const [x, dy, bias] = [tensor(ROWS, INPUTS), tensor(ROWS, OUTPUTS), tensor(OUTPUTS)];
    const old = tensor(ROWS, INPUTS);
    const shapes = { a: [2 * RANK, INPUTS], b: [(2 * OUTPUTS) / 3, RANK] };
    const entries = Object.entries(shapes).map(([name, shape]) => ({ name, shape, decay: true }));
    const gradients = ops.flat(layOut(entries));
    const adapter: Adapter = {
      a: tensor(...shapes.a),
      b: tensor(...shapes.b),
      rank: RANK,
      modules: 3,
      adapted: [0, 2],
      scaling: 1.5,
      dropout: { rate: 0.3, site: 21 },
    };
    /** Both directions, alone and with everything that a layer adds to them. */
    const results = async (weight: tf.Tensor | FrozenMatrix): Promise<Float32Array> => {
      const bare = { weight, bias, adapter: null };
      const layer = { weight, bias, adapter };
      const { y, preActivation, lowRank } = ops.linearGelu(x, layer, true);
      const rest = { dy, input: { kind: 'kept', x }, lowRank, needsDx: true } as const;
      const none = { weight: null, bias: null, a: null, b: null };
      const slots = { ...none, a: gradients.slot('a'), b: gradients.slot('b') };
      const back = (args: Partial<LinearBackwardArgs>): tf.Tensor =>
        ops.linearBackward({
          ...rest,
          linear: layer,
          gradients: slots,
          throughGelu: null,
          accumulateInto: null,
          ...args,
        })!;
      return ops.read([
        ops.linear(x, bare).y,
        y,
        preActivation!,
        back({ linear: bare, lowRank: null, gradients: none }),
        back({ throughGelu: ops.tanh(old) }),
        back({ accumulateInto: ops.tanh(old) }),
      ]);
    };
    const wanted = await results(tf.tensor(rounded, [OUTPUTS, INPUTS]));
    expect(wanted.some((value) => Math.abs(value) > 1)).toBe(true);
    expectClose(how.precision, await results(matrix), wanted, 1e-6);
  });
});
