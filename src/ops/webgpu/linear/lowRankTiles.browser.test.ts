import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Runner } from '../runtime/runner';
import { expectClose } from '../testing';
import type { GemmArgs, LowRankTerm } from './gemmArgs';
import { appendedTerm } from './lowRankTiles';
import { matrixGemm } from './matrixGemm';
import { PLAIN_MATRICES } from './matrixGemm.testing';
import { productsOnGpu, type Products } from './products.testing';
import { tiledGemm, TILINGS } from './tiledGemm';
import { reference, type Case } from './tiledGemm.testing';

/** Tiles of 32 columns, and of 8 or 16 of inner. */
const TILED = {
  tiling: { ...TILINGS.wide, tileRows: 16, tileColumns: 32, threadRows: 4, threadColumns: 4 },
  splits: 1,
};
const TILED_LINES = { ...TILED, tiling: { ...TILED.tiling, prefetch: false } };
const ON_UNITS = { tiling: { tileRows: 16, tileColumns: 32, kTile: 8, down: 2, across: 2 }, splits: 1 };

const FORWARD = { form: 'NN', rows: 19, columns: 60, inner: 20, transposed: true, bias: true } as const;
const STACKED = { ...FORWARD, columns: 96 } as const;
const BACKWARD = { form: 'NT', rows: 19, columns: 60, inner: 20, transposed: true } as const;
const CASES: readonly [name: string, shape: Case][] = [
  ['one module', { ...FORWARD, adapter: { kind: 'output', rank: 8 } }],
  [
    'more ranks than a tile has',
    { ...FORWARD, adapter: { kind: 'output', rank: 20 }, epilogue: 'geluSaved' },
  ],
  [
    'two modules of three',
    { ...STACKED, adapter: { kind: 'output', rank: 8, modules: 3, adapted: [0, 2] }, slots: true },
  ],
  ['backward', { ...BACKWARD, adapter: { kind: 'input', rank: 12 }, accumulate: true }],
  [
    'backward, GELU gradient',
    { ...BACKWARD, adapter: { kind: 'input', rank: 24 }, epilogue: 'geluGradient' },
  ],
];

describe('the low-rank term as further tiles', () => {
  let runner: Runner;
  let products: Products;

  beforeAll(async () => {
    ({ runner, products } = await productsOnGpu());
  });
  afterEach(() => products.dispose());

  async function expectRight(
    shape: Case,
    tolerance: number,
    multiply: (args: GemmArgs) => void,
  ): Promise<void> {
    const wanted = reference(shape);
    const got = await products.run(shape, (args) => {
      expect(appendedTerm(args, 32, 1)).toBe(shape.adapter?.kind);
      multiply(args);
    });
    expectClose('c', got.c, wanted.c, tolerance);
    if (got.preActivation) expectClose('preActivation', got.preActivation, wanted.preActivation, tolerance);
  }

  test.each(CASES)('in float32: %s', async (_, shape) => {
    const plan = shape.form === 'NT' ? TILED_LINES : TILED;
    await expectRight(shape, 1e-5, (args) => tiledGemm(runner, args, plan));
  });

  test.each(CASES)('on the matrix units: %s', async (_, shape) => {
    const gradient = shape.form === 'NT';
    await expectRight(shape, 2e-3, (args) =>
      matrixGemm(runner, { ...args, gradient }, PLAIN_MATRICES, ON_UNITS),
    );
  });

  test('on the matrix units, beside halves', async () => {
    const shape: Case = { ...FORWARD, packed: 'f16', adapter: { kind: 'output', rank: 8 } };
    await expectRight(shape, 2e-3, (args) => matrixGemm(runner, args, PLAIN_MATRICES, ON_UNITS));
  });

  test('it stays at the end where tiles have columns of two modules, with dropout, and where inner is split', () => {
    const adapter = { kind: 'output', rank: 8, modules: 3, adapted: [0], scale: 1, dropout: null } as const;
    const args = { form: 'NN', rows: 8, columns: 192, inner: 8, adapter } as unknown as GemmArgs & {
      adapter: LowRankTerm;
    };
    const b = tf.zeros([1]);
    const whole = { ...args, b };
    expect(appendedTerm(whole, 64, 1)).toBe('output');
    expect(appendedTerm(whole, 128, 1)).toBeNull();
    expect(appendedTerm(whole, 64, 2)).toBeNull();
    expect(appendedTerm({ ...whole, form: 'NT' }, 64, 1)).toBeNull();
    expect(
      appendedTerm({ ...whole, adapter: { ...whole.adapter, dropout: { rate: 0.1, site: 1 } } }, 64, 1),
    ).toBeNull();
    b.dispose();
  });
});
