/** @file Products as narrow as the LoRA rank in double precision, and a kernel beside them. */
import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { packHalves, unpackHalves } from '../../../weights/packing';
import { dropoutMask } from '../../dropout';
import type { Dropout } from '../../index';
import { Runner } from '../runtime/runner';
import { expectClose, maker, type Values } from '../testing';
import type { Narrow } from './narrow';

const SCALE = 1.5;
const DROPOUT_KEY = 77;
export const DROPOUT: Dropout = { rate: 0.3, site: 21 };

export interface NarrowCase {
  readonly rows: number;
  readonly inner: number;
  readonly rank: number;
  readonly modules: number;
  readonly adapted: readonly number[];
  readonly dropout: Dropout | null;
  readonly transposed: boolean;
  /** Whether x is kept in half floats, as in mixed precision. */
  readonly halves?: boolean;
}

/** A runner with the kernels for GPUs, in a step of its own. */
export async function gpuRunner(): Promise<Runner> {
  if (!(await tf.setBackend('webgpu'))) throw new Error('No WebGPU.');
  const runner = new Runner({ software: false });
  runner.writeStep({ stepSize: 0, decay: 0, rootCorrection2: 1, dropoutKey: DROPOUT_KEY });
  return runner;
}

/** The product in double precision, from the rows of x. */
function product(shape: NarrowCase, x: Values, matrix: Values): Float64Array {
  const { rows, inner, rank, modules, adapted, transposed, dropout } = shape;
  const width = inner * modules;
  const mask = dropout ? dropoutMask(DROPOUT_KEY, dropout, rows * width) : null;
  const result = new Float64Array(rows * adapted.length * rank);
  for (let row = 0; row < rows; row++)
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

/** Runs the kernel on random numbers, and compares with the product in double precision. */
export async function expectNarrow(
  runner: Runner,
  shape: NarrowCase,
  kernel: (runner: Runner, args: Narrow) => tf.Tensor,
  fits?: (runner: Runner, args: Narrow) => boolean,
): Promise<void> {
  const { rows, inner, rank, modules, adapted, transposed, dropout, halves = false } = shape;
  const random = maker(inner);
  const width = inner * modules;
  const made = random(rows, width);
  const words = halves ? packHalves(Float32Array.from(made.values)) : null;
  const x = words ? { ...made, values: unpackHalves(words) } : made;
  const matrix = random(adapted.length * rank, inner);
  const xs = words
    ? runner.precision.on(() => runner.kept([rows, width]))
    : tf.tensor2d(x.values, [rows, width]);
  if (words) runner.write(xs, words);
  const matrices = tf.tensor2d(matrix.values, [adapted.length * rank, inner]);
  const args: Narrow = {
    ...{ x: xs, matrix: matrices, inner, rank, adapted, transposed, dropout },
    scale: SCALE,
  };
  if (fits) expect(fits(runner, args)).toBe(true);
  const y = kernel(runner, args);
  expectClose('y', await runner.read([y]), product(shape, x, matrix), 1e-5);
  tf.dispose([xs, matrices, y]);
}
