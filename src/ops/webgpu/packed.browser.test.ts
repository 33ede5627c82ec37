import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { packBytes, packHalves, unpackBytes, unpackHalves } from '../../weights/packing';
import type { PackedMatrix } from '../index';
import { createWebGPUOps } from './index';
import { expectClose, maker } from './testing';

const OUTPUTS = 24;
const INPUTS = 20;
const ROWS = 37;

/** The values in fewer bits, and what those bits stand for. */
function packed(values: Float32Array, precision: PackedMatrix['precision']) {
  const shape = [OUTPUTS, INPUTS] as const;
  if (precision === 'f16') {
    const words = packHalves(values);
    const matrix: PackedMatrix = {
      precision,
      shape,
      data: tf.tensor(words, [OUTPUTS, INPUTS / 2], 'int32'),
      scale: null,
    };
    return { matrix, rounded: unpackHalves(words) };
  }
  const { words, scale } = packBytes(values, INPUTS);
  const matrix: PackedMatrix = {
    precision,
    shape,
    data: tf.tensor(words, [OUTPUTS, INPUTS / 4], 'int32'),
    scale: tf.tensor1d(scale),
  };
  return { matrix, rounded: unpackBytes(words, scale, INPUTS) };
}

describe.each([
  { variant: 'in registers', software: true, subgroups: false },
  { variant: 'by quads', software: true, subgroups: true },
  { variant: 'through workgroup memory', software: false, subgroups: false },
])('packed weights, $variant', ({ software, subgroups }) => {
  test.each(['f16', 'int8'] as const)('%s gives what the rounded weights give', async (precision) => {
    if (!(await tf.setBackend('webgpu'))) throw new Error('No WebGPU.');
    const ops = createWebGPUOps({ software, subgroups });
    const random = maker(5);
    const tensor = (...shape: number[]): tf.Tensor => tf.tensor(random(...shape).values, shape);
    const { matrix, rounded } = packed(random(OUTPUTS, INPUTS).values as Float32Array, precision);
    const [x, dy, bias] = [tensor(ROWS, INPUTS), tensor(ROWS, OUTPUTS), tensor(OUTPUTS)];
    const results = async (weight: tf.Tensor | PackedMatrix): Promise<Float32Array> => {
      const layer = { weight, bias, adapter: null };
      const { y } = ops.linear(x, layer);
      const dx = ops.linearBackward({
        dy,
        input: null,
        linear: layer,
        lowRank: null,
        gradients: { weight: null, bias: null, a: null, b: null },
        throughGelu: null,
        needsDx: true,
        accumulateInto: null,
      });
      return ops.read([y, dx!]);
    };
    const wanted = await results(tf.tensor(rounded, [OUTPUTS, INPUTS]));
    expect(wanted.some((value) => Math.abs(value) > 1)).toBe(true);
    expectClose(precision, await results(matrix), wanted, 1e-6);
  });
});
