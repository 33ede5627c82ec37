import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { dropoutMask } from '../../dropout';
import type { Dropout } from '../../index';
import { Runner } from '../runtime/runner';
import { expectClose, maker, type Values } from '../testing';
import type { Narrow } from './narrow';
import { fitsSharedNarrow, sharedNarrow } from './sharedLowRank';

const ROWS = 6;
const SCALE = 1.5;
const DROPOUT: Dropout = { rate: 0.3, site: 21 };
const DROPOUT_KEY = 77;

/** One warp to four of them. */
const CASES = [
  { inner: 40, rank: 8, modules: 3, adapted: [0, 2], dropout: null },
  { inner: 512, rank: 4, modules: 1, adapted: [0], dropout: DROPOUT },
  { inner: 768, rank: 16, modules: 1, adapted: [0], dropout: null },
  { inner: 3072, rank: 8, modules: 1, adapted: [0], dropout: null },
];
type Case = (typeof CASES)[number] & { readonly transposed: boolean };

/** The product in double precision, from the rows of x. */
function product(shape: Case, x: Values, matrix: Values): Float64Array {
  const { inner, rank, modules, adapted, transposed, dropout } = shape;
  const width = inner * modules;
  const mask = dropout ? dropoutMask(DROPOUT_KEY, dropout, ROWS * width) : null;
  const result = new Float64Array(ROWS * adapted.length * rank);
  for (let row = 0; row < ROWS; row++)
    for (const [slot, module] of adapted.entries())
      for (let j = 0; j < rank; j++) {
        let sum = 0;
        for (let k = 0; k < inner; k++) {
          const at = row * width + module * inner + k;
          const factor = transposed ? (slot * inner + k) * rank + j : (slot * rank + j) * inner + k;
          sum += (x.values[at] ?? NaN) * (mask?.[at] ?? 1) * (matrix.values[factor] ?? NaN);
        }
        result[(row * adapted.length + slot) * rank + j] = SCALE * sum;
      }
  return result;
}

describe('low-rank products on GPUs', () => {
  let runner: Runner;
  beforeAll(async () => {
    if (!(await tf.setBackend('webgpu'))) throw new Error('No WebGPU.');
    runner = new Runner({ software: false });
    runner.writeStep({ stepSize: 0, decay: 0, rootCorrection2: 1, dropoutKey: DROPOUT_KEY });
  });

  test.each(CASES.flatMap((one) => [true, false].map((transposed) => ({ ...one, transposed }))))(
    '$inner to $rank, matrix transposed: $transposed',
    async (shape) => {
      const { inner, rank, modules, adapted, transposed, dropout } = shape;
      const random = maker(inner);
      const x = random(ROWS, inner * modules);
      const matrix = random(adapted.length * rank, inner);
      const tensors = [x, matrix].map(({ values, shape: [height = 0, width = 0] }) =>
        tf.tensor2d(values, [height, width]),
      );
      const [xs, matrices] = tensors;
      if (!xs || !matrices) throw new Error('There are two tensors.');
      const args: Narrow = {
        ...{ x: xs, matrix: matrices, inner, rank, adapted, transposed, dropout },
        scale: SCALE,
      };
      expect(fitsSharedNarrow(runner, args)).toBe(true);
      const y = sharedNarrow(runner, args);
      expectClose('y', await runner.read([y]), product(shape, x, matrix), 1e-5);
      tf.dispose([...tensors, y]);
    },
  );

  test('rows of the matrix that are no whole vec4s are left to another kernel', () => {
    const args = { inner: 40, rank: 8, transposed: true } as Narrow;
    expect(fitsSharedNarrow(runner, args)).toBe(true);
    expect(fitsSharedNarrow(runner, { ...args, rank: 12 })).toBe(false);
    expect(fitsSharedNarrow(runner, { ...args, inner: 42 })).toBe(false);
    expect(fitsSharedNarrow({ ...runner, software: true } as Runner, args)).toBe(false);
  });
});
