/** @file What the kernel tests share: both op sets, random inputs, buffers full of NaN, and comparisons. */
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { entryOf, layOut, type Flat, type Slot } from '../flat';
import type { Ops } from '../index';
import { createReferenceOps } from '../reference';
import { createWebGPUOps, type WebGPUOps, type WebGPUOpsOptions } from './index';

/** Random numbers in [-1, 1) that are the same in every run (mulberry32). */
export function randomNumbers(seed: number): (size: number) => Float32Array {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
  return (size) => Float32Array.from({ length: size }, next);
}

/** A matrix or vector as the tests write it down, to be made a tensor on either backend. */
export interface Values {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

/** A function that makes random values of a shape, the same ones for the same seed. */
export function maker(seed: number): (...shape: number[]) => Values {
  const random = randomNumbers(seed);
  return (...shape) => ({ shape, values: random(shape.reduce((a, b) => a * b, 1)) });
}

export const integers = (...values: number[]): Values => ({
  shape: [values.length],
  values: Int32Array.from(values),
});

/** One op set and tensors for it; its backend has to be the current one. */
export class Side {
  constructor(readonly ops: Ops) {}

  tensor({ shape, values }: Values): tf.Tensor {
    return tf.tensor(values, [...shape], values instanceof Int32Array ? 'int32' : 'float32');
  }

  /** A flat buffer with one entry for each name: filled with the values, or with NaN if only a shape is given. */
  flat(entries: Readonly<Record<string, Values | readonly number[]>>): Flat {
    const shapeOf = (entry: Values | readonly number[]): readonly number[] =>
      'shape' in entry ? entry.shape : entry;
    const layout = layOut(
      Object.entries(entries).map(([name, entry]) => ({ name, shape: shapeOf(entry), decay: true })),
    );
    const flat = this.ops.flat(layout);
    const data = new Float32Array(layout.length).fill(NaN);
    for (const [name, entry] of Object.entries(entries))
      if ('shape' in entry) data.set(entry.values, entryOf(layout, name).offset);
    flat.write(data);
    return flat;
  }

  async slot({ flat, entry }: Slot): Promise<Float32Array> {
    return (await flat.read()).slice(entry.offset, entry.offset + entry.size);
  }
}

/** Remembers what it made so that it can dispose it. The experiment has to dispose what the ops return. */
class TrackedSide extends Side {
  private readonly tensors: tf.Tensor[] = [];
  private readonly flats: Flat[] = [];

  override tensor(values: Values): tf.Tensor {
    const tensor = super.tensor(values);
    this.tensors.push(tensor);
    return tensor;
  }

  override flat(entries: Parameters<Side['flat']>[0]): Flat {
    const flat = super.flat(entries);
    this.flats.push(flat);
    return flat;
  }

  dispose(): void {
    tf.dispose(this.tensors.filter((tensor) => !tensor.isDisposed)); // an op may have taken one over
    for (const flat of this.flats) flat.dispose();
  }
}

/** The named results of an experiment on one op set. */
export type Results = Readonly<Record<string, tf.Tensor | Slot | null>>;
type Experiment = (side: Side) => Results;

/** At least as many buffers as an experiment makes tensors of one size. */
const POISONED_PER_SIZE = 12;

/** Fills tfjs's pool with buffers of NaN, so that an element that a kernel forgets to write is noticed. */
async function poison(sizes: readonly number[]): Promise<void> {
  const tensors = [...new Set(sizes)].flatMap((size) =>
    Array.from({ length: POISONED_PER_SIZE }, () => tf.fill([size], NaN)),
  );
  await Promise.all(tensors.slice(0, 1).map((tensor) => tensor.data()));
  tf.dispose(tensors);
}

/** The reference and the kernels, to run the same experiments on both. */
export class Comparison {
  private constructor(
    readonly reference: Ops,
    readonly webgpu: WebGPUOps,
  ) {}

  /** @param options which kernels to compare; subgroup operations are used only if the adapter has them */
  static async create(options: WebGPUOpsOptions): Promise<Comparison> {
    await tf.setBackend('cpu');
    const reference = createReferenceOps();
    if (!(await tf.setBackend('webgpu'))) throw new Error('No WebGPU.');
    return new Comparison(reference, createWebGPUOps(options));
  }

  beginStep(state: Parameters<Ops['beginStep']>[0]): void {
    this.reference.beginStep(state);
    this.webgpu.beginStep(state);
  }

  /**
   * Runs the experiment on the reference, and twice on the kernels with buffers full of NaN. Expects results within the
   * tolerance, the same bits both times, and no tensor left over.
   * @param tolerance largest difference allowed, relative to the largest value of the result
   * @returns the kernels' results by name
   */
  async expectSame(experiment: Experiment, tolerance = 1e-5): Promise<Record<string, Float32Array>> {
    await tf.setBackend('cpu');
    const wanted = await collect(this.reference, experiment);
    await tf.setBackend('webgpu');
    const sizes = Object.values(wanted).flatMap(({ length }) => [length, length * 2]);
    await poison(sizes);
    const got = await collect(this.webgpu, experiment);
    await poison(sizes);
    const again = await collect(this.webgpu, experiment);
    expect(Object.keys(got).sort()).toEqual(Object.keys(wanted).sort());
    for (const [name, values] of Object.entries(wanted)) {
      expectClose(name, got[name] ?? new Float32Array(), values, tolerance);
      expect(again[name], `${name}, run again`).toEqual(got[name]);
    }
    return got;
  }
}

async function collect(ops: Ops, experiment: Experiment): Promise<Record<string, Float32Array>> {
  const before = tf.memory().numTensors;
  const side = new TrackedSide(ops);
  const results = experiment(side);
  const values: Record<string, Float32Array> = {};
  for (const [name, result] of Object.entries(results)) {
    if (!result) continue;
    values[name] = result instanceof tf.Tensor ? await ops.read([result]) : await side.slot(result);
  }
  for (const result of Object.values(results)) if (result instanceof tf.Tensor) result.dispose();
  side.dispose();
  expect(tf.memory().numTensors, `tensors left over by ${ops.name}`).toBe(before);
  return values;
}

/** @param tolerance largest difference allowed, relative to the largest value wanted */
export function expectClose(
  name: string,
  got: Float32Array,
  wanted: Float32Array | Float64Array,
  tolerance: number,
): void {
  expect(got.length, `${name}: length`).toBe(wanted.length);
  let scale = 1e-6;
  for (const value of wanted) scale = Math.max(scale, Math.abs(value));
  let worst = 0;
  let where = 0;
  for (const [i, value] of wanted.entries()) {
    const difference = Math.abs((got[i] ?? NaN) - value) / scale;
    if (!(difference <= worst)) [worst, where] = [Number.isNaN(difference) ? Infinity : difference, i];
  }
  expect(worst, `${name}: at ${where} ${got[where]} instead of ${wanted[where]}`).toBeLessThanOrEqual(
    tolerance,
  );
}
