/**
 * @file Measures and checks the encoder's products on the matrix units. The page leaves its rows in `window.result`, lines
 * in the console, and 'done' in the title.
 *
 * Query: `products=NN 4096x768x768,...` for others than RoBERTa base's; `seconds=200` after which nothing new is begun;
 * `only=direct` for tilings whose name has the word. It needs `shader-f16` and subgroup matrices of half floats, which
 * Chromium offers behind flags.
 */
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import type { FrozenMatrix } from '../../src/ops';
import type { Form, GemmArgs } from '../../src/ops/webgpu/linear/gemmArgs';
import { subgroupMatrices, type MatrixDialect } from '../../src/ops/webgpu/linear/matrixDialect';
import { matrixGemm } from '../../src/ops/webgpu/linear/matrixGemm';
import { matrixTilingName, type MatrixTiling } from '../../src/ops/webgpu/linear/matrixTiles';
import { matrixUnitsOf } from '../../src/ops/webgpu/runtime/matrixUnits';
import { Runner } from '../../src/ops/webgpu/runtime/runner';
import { packHalves, unpackHalves } from '../../src/weights/packing';
import { publish, say } from '../result';
import { MATRIX_CANDIDATES, PRODUCTS, type MatrixProduct } from './tilings';

interface MatrixRow extends MatrixProduct {
  readonly tiling: string;
  readonly milliseconds?: number;
  readonly gigaflops?: number;
  /** Root mean square of the error of elements of the first and the last tile and at random, over that of the elements. */
  readonly relativeError?: number;
  readonly error?: string;
}

/** The largest relative error that rounding to half floats explains. */
const TOLERANCE = 1e-3;
const CHECKED = 400;
const TIMINGS = 5;
/** FLOP of a timing: about 30 ms at 100 TFLOP/s. */
const WORK = 3e12;

const query = new URLSearchParams(location.search);
const deadline = performance.now() + 1000 * Number(query.get('seconds') ?? 240);

function products(): readonly MatrixProduct[] {
  const asked = query.get('products');
  if (asked === null) return PRODUCTS;
  return asked.split(',').map((text) => {
    const [form = '', sizes = ''] = text.trim().split(' ');
    const [rows = 0, columns = 0, inner = 0] = sizes.split('x').map(Number);
    return { form: form as Form, rows, columns, inner };
  });
}

/** Random numbers in [-1, 1). */
function randomNumbers(size: number): Float32Array {
  let state = size;
  return new Float32Array(size).map(() => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  });
}

async function finish(runner: Runner): Promise<void> {
  runner.flush();
  await runner.backend.queue.onSubmittedWorkDone();
  runner.errors.check();
}

class Measured {
  private readonly values: { readonly a: Float32Array; readonly b: Float32Array };
  private readonly a: tf.Tensor;
  private readonly c: tf.Tensor;
  private readonly weight: FrozenMatrix;

  constructor(
    private readonly runner: Runner,
    private readonly dialect: MatrixDialect,
    private readonly product: MatrixProduct,
  ) {
    const { form, rows, columns, inner } = product;
    const packed = packHalves(randomNumbers(columns * inner));
    this.values = { a: randomNumbers(rows * inner), b: unpackHalves(packed) };
    this.a = runner.upload(this.values.a, [rows, inner]);
    this.c = runner.upload(new Float32Array(rows * columns), [rows, columns]);
    const [height, width] = form === 'NT' ? [columns, inner] : [inner, columns];
    this.weight = {
      ...{ precision: 'f16', transposed: form === 'NN', scale: null },
      shape: form === 'NN' ? [width, height] : [height, width],
      data: runner.upload(packed, [height, width / 2]),
    };
  }

  dispose(): void {
    tf.dispose([this.a, this.c, this.weight.data]);
  }

  async measure(tiling: MatrixTiling): Promise<MatrixRow> {
    const { runner, dialect, product } = this;
    const row = { ...product, tiling: matrixTilingName(tiling) };
    const args: GemmArgs = { ...product, a: this.a, b: this.weight, c: this.c };
    const plan = { tiling, splits: 1 };
    try {
      runner.clear(this.c);
      matrixGemm(runner, args, dialect, plan);
      await finish(runner);
      const relativeError = await this.relativeError();
      const flop = 2 * product.rows * product.columns * product.inner;
      const times = Math.max(1, Math.ceil(WORK / flop));
      let best = Infinity;
      for (let timing = 0; timing < TIMINGS; timing++) {
        const start = performance.now();
        for (let i = 0; i < times; i++) matrixGemm(runner, args, dialect, plan);
        await finish(runner);
        best = Math.min(best, (performance.now() - start) / times);
      }
      return { ...row, milliseconds: best, gigaflops: flop / best / 1e6, relativeError };
    } catch (error) {
      return { ...row, error: error instanceof Error ? error.message : String(error) };
    }
  }

  private async relativeError(): Promise<number> {
    const { rows, columns, inner, form } = this.product;
    const { a, b } = this.values;
    const got = await this.runner.readLarge(this.c);
    let [errors, squares] = [0, 0];
    for (let n = 0; n < CHECKED; n++) {
      const near = n < CHECKED / 4;
      const row = near ? n % 64 : n % 2 ? rows - 1 - (n % 64) : Math.floor(Math.random() * rows);
      const column = near
        ? (7 * n) % 128
        : n % 2
          ? columns - 1 - (n % 96)
          : Math.floor(Math.random() * columns);
      let sum = 0;
      for (let k = 0; k < inner; k++)
        sum +=
          (a[row * inner + k] ?? NaN) * (b[form === 'NT' ? column * inner + k : k * columns + column] ?? NaN);
      errors += (sum - (got[row * columns + column] ?? NaN)) ** 2;
      squares += sum ** 2;
    }
    return Math.sqrt(errors / squares);
  }
}

function report(row: MatrixRow): void {
  const {
    form,
    rows,
    columns,
    inner,
    tiling,
    milliseconds = NaN,
    gigaflops = NaN,
    relativeError = NaN,
  } = row;
  const figures = row.error
    ? `ERROR ${row.error.slice(0, 300)}`
    : `${gigaflops.toFixed(0)} GFLOP/s, ${milliseconds.toFixed(4)} ms, relative error ${relativeError.toExponential(1)}${relativeError < TOLERANCE ? '' : ' WRONG'}`;
  say(`${form} ${rows}x${columns}x${inner} | ${tiling} | ${figures}`);
}

async function main(): Promise<void> {
  const rows: MatrixRow[] = [];
  try {
    if (!(await tf.setBackend('webgpu'))) throw new Error('No WebGPU.');
    const runner = new Runner({ software: false });
    const units = matrixUnitsOf(runner.backend.device);
    say(`matrix units: ${JSON.stringify(units)}; features ${[...runner.backend.device.features].join(', ')}`);
    if (!units)
      throw new Error('This device offers no matrix units that sum products of half floats in float32.');
    const word = query.get('only') ?? '';
    const tilings = MATRIX_CANDIDATES.filter((tiling) => matrixTilingName(tiling).includes(word));
    for (const product of products()) {
      const measured = new Measured(runner, subgroupMatrices(units), product);
      for (const tiling of tilings) {
        if (performance.now() > deadline) break;
        const row = await measured.measure(tiling);
        rows.push(row);
        report(row);
      }
      measured.dispose();
    }
  } catch (error) {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  publish({ rows });
  document.title = 'done';
}

void main();
