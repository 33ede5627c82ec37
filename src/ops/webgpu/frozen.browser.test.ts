import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nf4Words, valuesOfWords } from '../../weights/nf4';
import { packBytes, packHalves, unpackBytes, unpackHalves } from '../../weights/packing';
import { transpose } from '../../weights/transpose';
import { layOut } from '../flat';
import type { Adapter, FrozenMatrix, Precision } from '../index';
import { createWebGPUOps, type WebGPUOps } from './index';
import { useQuickTiles } from './linear/quickTiles.testing';
import { expectClose, maker } from './testing';

const OUTPUTS = 24;
const INPUTS = 20;
const ROWS = 29;
const RANK = 3;
/** Modules that the layer stacks: each has 160 elements, two and a half blocks of NF4. */
const MODULES = 3;

/** The matrix in fewer bits, and the values that those bits represent. */
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
  if (precision === 'nf4') {
    const packed = nf4Words(values, MODULES);
    const tensor = (all: Int32Array): tf.Tensor => tf.tensor(all, [MODULES, all.length / MODULES]);
    const matrix = { ...layout, data: tensor(packed.words), scale: tensor(packed.statistics) };
    return { matrix, rounded: valuesOfWords(packed, MODULES, values.length) };
  }
  const bytes = packBytes(values, INPUTS);
  const data = words(new Int8Array(bytes.words.buffer));
  const matrix = { ...layout, data, scale: tf.tensor1d(bytes.scale) };
  return { matrix, rounded: unpackBytes(bytes.words, bytes.scale, INPUTS) };
}

const CASES = [
  { precision: 'f32', transposed: true },
  { precision: 'f16', transposed: false },
  { precision: 'f16', transposed: true },
  { precision: 'int8', transposed: false },
  { precision: 'int8', transposed: true },
  { precision: 'nf4', transposed: false },
] as const;

describe.each([
  { variant: 'in registers', software: true, subgroups: false },
  { variant: 'by quads', software: true, subgroups: true },
  { variant: 'through workgroup memory', software: false, subgroups: false },
])('frozen weights, $variant', ({ software, subgroups }) => {
  let ops: WebGPUOps;
  let putBack: (() => void) | null = null;
  afterAll(() => putBack?.());
  beforeAll(async () => {
    if (!software) putBack = useQuickTiles();
    if (!(await tf.setBackend('webgpu'))) throw new Error('No WebGPU.');
    ops = createWebGPUOps({ software, subgroups });
  });

  test.each(CASES)('$precision, transposed $transposed: as the rounded weights', async (how) => {
    const random = maker(5);
    const tensor = (...shape: number[]): tf.Tensor => tf.tensor(random(...shape).values, shape);
    const values = random(OUTPUTS, INPUTS).values as Float32Array;
    const { matrix, rounded } = frozen(values, how.precision, how.transposed);
    const [x, dy, bias] = [tensor(ROWS, INPUTS), tensor(ROWS, OUTPUTS), tensor(OUTPUTS)];
    const old = tensor(ROWS, INPUTS);
    const shapes = { a: [2 * RANK, INPUTS], b: [(2 * OUTPUTS) / MODULES, RANK] };
    const entries = Object.entries(shapes).map(([name, shape]) => ({ name, shape, decay: true }));
    const gradients = ops.flat(layOut(entries));
    const adapter: Adapter = {
      a: tensor(...shapes.a),
      b: tensor(...shapes.b),
      rank: RANK,
      modules: MODULES,
      adapted: [0, 2],
      scaling: 1.5,
      dropout: { rate: 0.3, site: 21 },
    };
    /** Both directions, with everything that a layer adds to them. */
    const results = async (weight: tf.Tensor | FrozenMatrix): Promise<Float32Array> => {
      const layer = { weight, bias, adapter };
      const { y, preActivation, lowRank } = ops.linearGelu(x, layer, true);
      const dx = ops.linearBackward({
        dy,
        input: { kind: 'kept', x },
        linear: layer,
        lowRank,
        gradients: { weight: null, bias: null, a: gradients.slot('a'), b: gradients.slot('b') },
        throughGelu: ops.tanh(old),
        needsDx: true,
        accumulateInto: null,
      });
      return ops.read([y, preActivation!, dx!]);
    };
    const wanted = await results(tf.tensor(rounded, [OUTPUTS, INPUTS]));
    expect(wanted.some((value) => Math.abs(value) > 1)).toBe(true);
    expectClose(how.precision, await results(matrix), wanted, 1e-6);
  });

  test.each(CASES)('$precision, transposed $transposed: norms of rows that DoRA divides by', async (how) => {
    const random = maker(6);
    const { matrix, rounded } = frozen(
      random(OUTPUTS, INPUTS).values as Float32Array,
      how.precision,
      how.transposed,
    );
    const height = OUTPUTS / MODULES;
    const [a, b] = [random(2 * RANK, INPUTS), random(2 * height, RANK)];
    const adapter: Adapter = {
      a: tf.tensor(a.values, [2 * RANK, INPUTS]),
      b: tf.tensor(b.values, [2 * height, RANK]),
      rank: RANK,
      modules: MODULES,
      adapted: [0, 2],
      scaling: 1.5,
      dropout: null,
    };
    const wanted = adapter.adapted.flatMap((module, slot) =>
      Array.from({ length: height }, (_, row) => {
        const own = Array.from({ length: INPUTS }, (_column, column) => {
          let sum = 0;
          for (let r = 0; r < RANK; r++)
            sum +=
              b.values[(slot * height + row) * RANK + r]! * a.values[(slot * RANK + r) * INPUTS + column]!;
          return rounded[(module * height + row) * INPUTS + column]! + adapter.scaling * sum;
        });
        return Math.hypot(...own);
      }),
    );
    const norms = await ops.read([ops.rowNorms({ weight: matrix, bias: null, adapter })]);
    expectClose(how.precision, norms, Float32Array.from(wanted), 1e-6);
  });
});
