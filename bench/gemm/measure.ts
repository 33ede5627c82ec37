/** @file Times one product and checks its result. */
import * as tf from '@tensorflow/tfjs';
import type { Operand, Weight } from '../../src/ops/index';
import { nf4Sizes } from '../../src/ops/nf4';
import type { GemmArgs, LowRankTerm } from '../../src/ops/webgpu/linear/gemmArgs';
import type { Runner } from '../../src/ops/webgpu/runtime/runner';
import { tilingName } from '../../src/ops/webgpu/linear/tileCopies';
import { tiledGemm, type Plan } from '../../src/ops/webgpu/linear/tiledGemm';
import type { Shape } from './candidates';

export interface Row extends Shape {
  readonly tiling: string;
  readonly splits: number;
  /** What the product has besides the sum. */
  readonly extras: string;
  readonly milliseconds?: number;
  readonly teraflops?: number;
  /** Milliseconds of the first run, which mostly compiles. */
  readonly firstMilliseconds?: number;
  /** Largest error of the elements that were checked, relative to the sum of the products' magnitudes. */
  readonly largestError?: number;
  readonly error?: string;
}

export interface Effort {
  /** Work of one timing, in FLOP. */
  readonly flop: number;
  readonly timings: number;
}

const POOL_SIZE = 4096 * 3072 + 1024;

/** Random numbers in [-1, 1). All matrices are views of them. */
const pool = ((): Float32Array => {
  let state = 1;
  return new Float32Array(POOL_SIZE).map(() => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  });
})();

/** @param make makes a tensor of a size, of one axis or of this many rows */
export type Extras = (shape: Shape, make: (size: number, rows?: number) => tf.Tensor) => Partial<GemmArgs>;
export const PLAIN: Extras = () => ({});

export class Product {
  private readonly tensors: tf.Tensor[] = [];
  private readonly a: tf.Tensor;
  private readonly b: tf.Tensor;
  private readonly c: tf.Tensor;

  constructor(
    private readonly runner: Runner,
    private readonly shape: Shape,
    private readonly launchMilliseconds: number,
  ) {
    const { rows, columns, inner } = shape;
    this.a = this.make(rows * inner);
    this.b = this.make(columns * inner);
    this.c = this.keep(tf.tensor(pool.subarray(0, rows * columns), [rows, columns]));
  }

  dispose(): void {
    tf.dispose(this.tensors);
  }

  async measure(plan: Plan, name: string, extras: Extras, effort: Effort): Promise<Row> {
    const { shape } = this;
    const row = { ...shape, tiling: tilingName(plan.tiling), splits: plan.splits, extras: name };
    const before = this.tensors.length;
    try {
      const args: GemmArgs = {
        ...shape,
        a: this.a,
        b: this.b,
        c: this.c,
        ...extras(shape, (size, rows) => this.make(size, rows)),
      };
      this.runner.clear(this.c); // so that another tiling's result does not count
      const firstMilliseconds = await this.time(args, plan, 1);
      const largestError = extras === PLAIN ? await this.largestError() : undefined;
      const flop = 2 * shape.rows * shape.columns * shape.inner;
      const times = Math.max(1, Math.ceil(effort.flop / flop));
      const milliseconds: number[] = [];
      for (let i = 0; i < effort.timings; i++)
        milliseconds.push((await this.time(args, plan, times)) - this.launchMilliseconds);
      milliseconds.sort((x, y) => x - y);
      const median = Math.max(1e-3, milliseconds[milliseconds.length >> 1] ?? 0) / times;
      return {
        ...row,
        milliseconds: median,
        teraflops: flop / median / 1e9,
        firstMilliseconds,
        largestError,
      };
    } catch (error) {
      return { ...row, error: error instanceof Error ? error.message : String(error) };
    } finally {
      tf.dispose(this.tensors.splice(before));
    }
  }

  private keep(tensor: tf.Tensor): tf.Tensor {
    this.tensors.push(tensor);
    return tensor;
  }

  private make(size: number, rows?: number): tf.Tensor {
    return this.keep(tf.tensor(pool.subarray(pool.length - size), rows ? [rows, size / rows] : undefined));
  }

  private async time(args: GemmArgs, plan: Plan, times: number): Promise<number> {
    const start = performance.now();
    for (let i = 0; i < times; i++) tiledGemm(this.runner, args, plan);
    await finish(this.runner);
    return performance.now() - start;
  }

  /**
   * The largest relative error of a block at a random position and of the last corner. All indices are in range: the
   * pool is as long as the largest matrix, and rows, columns and k are within the product.
   * @throws Error if it is more than rounding
   */
  private async largestError(): Promise<number> {
    const { form, rows, columns, inner } = this.shape;
    const size = 8;
    let largest = 0;
    const random = (end: number): number => Math.floor(Math.random() * Math.max(1, end));
    for (const [top, left] of [
      [random(rows - size), random(columns - size)],
      [Math.max(0, rows - size), Math.max(0, columns - size)],
    ] as const) {
      const [height, width] = [Math.min(size, rows), Math.min(size, columns)];
      const block = tf.slice2d(this.c as tf.Tensor2D, [top, left], [height, width]);
      const values = await this.runner.read([block]);
      block.dispose();
      for (let i = 0; i < height * width; i++) {
        const row = top + Math.floor(i / width);
        const column = left + (i % width);
        let sum = 0;
        let magnitude = 0;
        for (let k = 0; k < inner; k++) {
          const a = pool[pool.length - rows * inner + (form === 'TN' ? k * rows + row : row * inner + k)]!;
          const b =
            pool[
              pool.length - columns * inner + (form === 'NT' ? column * inner + k : k * columns + column)
            ]!;
          sum += a * b;
          magnitude += Math.abs(a * b);
        }
        const error = Math.abs(sum - values[i]!) / magnitude;
        largest = Number.isNaN(error) ? Infinity : Math.max(largest, error);
      }
    }
    if (largest > 1e-6) throw new Error(`The result is wrong: relative error ${largest}.`);
    return largest;
  }
}

async function finish(runner: Runner): Promise<void> {
  runner.flush();
  await runner.backend.queue.onSubmittedWorkDone();
  runner.errors.check();
}

/** Milliseconds that a submit and waiting for it take. */
export async function launchMilliseconds(runner: Runner): Promise<number> {
  const tensor = tf.zeros([4]);
  const times: number[] = [];
  for (let i = 0; i < 12; i++) {
    const start = performance.now();
    runner.clear(tensor);
    await finish(runner);
    times.push(performance.now() - start);
  }
  tensor.dispose();
  return times.sort((x, y) => x - y)[4] ?? 0;
}

const lora =
  (kind: LowRankTerm['kind'], dropout: boolean): Extras =>
  ({ rows, columns }, make) => ({
    ...(kind === 'output' ? { bias: make(columns) } : {}),
    adapter: {
      kind,
      low: make(rows * 8),
      weight: make(columns * 8),
      rank: 8,
      modules: 1,
      adapted: [0],
      scale: 2,
      dropout: dropout ? { rate: 0.1, site: 3 } : null,
    },
  });

const saved = ({ rows, columns }: Shape, make: (size: number) => Operand): Operand => make(rows * columns);

/** @param outputs whether the layer's outputs, each of which has a scale, are the columns or inner */
const packed =
  (precision: 'f16' | 'int8', outputs: 'columns' | 'inner'): Extras =>
  ({ form, columns, inner }, make) => {
    const words = (columns * inner) / (precision === 'f16' ? 2 : 4);
    const b: Weight = {
      precision,
      shape: outputs === 'columns' ? [columns, inner] : [inner, columns],
      transposed: (form === 'NT') === (outputs === 'inner'),
      data: make(words),
      scale: precision === 'int8' ? make(outputs === 'columns' ? columns : inner) : null,
    };
    return { b };
  };

/** A matrix in NF4, which is never transposed: forward is then NT and the input gradient NN. */
const inNf4: Extras = ({ form, columns, inner }, make) => {
  const { words, statistics } = nf4Sizes(columns * inner);
  const shape = form === 'NT' ? ([columns, inner] as const) : ([inner, columns] as const);
  const kept = { precision: 'nf4', shape, transposed: false } as const;
  return { b: { ...kept, data: make(words, 1), scale: make(statistics, 1) } };
};

/** What forward and the input gradient have besides the sum. Either can be NT or NN, depending on how the weight is stored. */
const BOTH: Readonly<Record<string, Extras>> = {
  bias: ({ columns }, make) => ({ bias: make(columns) }),
  'bias + LoRA': lora('output', false),
  'bias + LoRA + GELU': (shape, make) => ({
    ...lora('output', false)(shape, make),
    epilogue: { kind: 'gelu', preActivation: null },
  }),
  'bias + LoRA + GELU, saved': (shape, make) => ({
    ...lora('output', false)(shape, make),
    epilogue: { kind: 'gelu', preActivation: saved(shape, make) },
  }),
  'dx: LoRA': lora('input', false),
  'dx: LoRA with dropout': lora('input', true),
  'dx: LoRA + accumulate': (shape, make) => ({ ...lora('input', false)(shape, make), accumulate: true }),
  'dx: LoRA + GELU gradient': (shape, make) => ({
    ...lora('input', false)(shape, make),
    epilogue: { kind: 'geluGradient' },
  }),
  f16: packed('f16', 'columns'),
  int8: packed('int8', 'columns'),
  'dx: int8': packed('int8', 'inner'),
  nf4: inNf4,
};

/** The extras that the best tilings are measured with as well. */
export const EXTRAS: Readonly<Record<Shape['form'], Readonly<Record<string, Extras>>>> = {
  NT: BOTH,
  NN: BOTH,
  TN: { accumulate: () => ({ accumulate: true }) },
};
