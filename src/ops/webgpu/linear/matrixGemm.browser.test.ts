import '@tensorflow/tfjs-backend-webgpu';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Runner } from '../runtime/runner';
import { expectClose } from '../testing';
import type { Form } from './gemmArgs';
import { matrixGemm, MATRIX_TILINGS, matrixPlanOf, type MatrixPlan } from './matrixGemm';
import { PLAIN_MATRICES } from './matrixGemm.testing';
import type { MatrixTiling } from './matrixTiles';
import { productsOnGpu, type Products } from './products.testing';
import { reference, type Adapter, type Case } from './tiledGemm.testing';

/** Both factors are rounded to half floats, whose rounding error is at most 2^-11; sums of them err less. */
const TOLERANCE = 1e-3;

/** 16 threads, four to a small matrix. */
const TINY: MatrixTiling = { tileRows: 16, tileColumns: 32, kTile: 8, down: 2, across: 2 };

describe('products on the matrix units, with small matrices in plain WGSL', () => {
  let runner: Runner;
  let products: Products;

  beforeAll(async () => {
    ({ runner, products } = await productsOnGpu());
  });
  afterEach(() => products.dispose());

  async function expectRight(shape: Case, plan: MatrixPlan, gradient = false): Promise<void> {
    const wanted = reference(shape);
    const got = await products.run(shape, (args) =>
      matrixGemm(runner, { ...args, gradient }, PLAIN_MATRICES, plan),
    );
    expectClose('c', got.c, wanted.c, TOLERANCE);
    if (got.preActivation) expectClose('preActivation', got.preActivation, wanted.preActivation, TOLERANCE);
  }

  const FORMS: readonly Form[] = ['NT', 'NN', 'TN'];

  test.each(FORMS)('%s: shapes that are whole tiles and that are not', async (form) => {
    for (const [rows, columns, inner] of [
      [8, 12, 20],
      [68, 132, 36],
      [32, 64, 16],
    ] as const)
      for (const splits of [1, 3])
        await expectRight({ form, rows, columns, inner }, { tiling: TINY, splits });
  });

  test('more subgroups, and longer tiles', async () => {
    const tiling = { ...TINY, tileRows: 32, tileColumns: 64, kTile: 16, across: 4 };
    await expectRight({ form: 'NN', rows: 36, columns: 132, inner: 36 }, { tiling, splits: 1 });
  });

  const FORWARD = { form: 'NN', rows: 19, columns: 60, inner: 20, transposed: true } as const;
  const BACKWARD = { form: 'NT', rows: 19, columns: 60, inner: 20, transposed: true } as const;
  const TWO_OF_THREE: Adapter = { kind: 'output', rank: 8, modules: 3, adapted: [0, 2] };
  const MASKED: Adapter = { kind: 'input', rank: 8, dropout: true };
  const OPTIONS: readonly [name: string, shape: Case][] = [
    ['bias, modules, GELU', { ...FORWARD, bias: true, adapter: TWO_OF_THREE, epilogue: 'geluSaved' }],
    ['halves', { ...FORWARD, bias: true, adapter: TWO_OF_THREE, packed: 'f16' }],
    ['bytes', { ...FORWARD, bias: true, adapter: TWO_OF_THREE, packed: 'int8', epilogue: 'geluSaved' }],
    ['backward, dropout, accumulation', { ...BACKWARD, adapter: MASKED, accumulate: true }],
    [
      'backward, halves, GELU gradient',
      { ...BACKWARD, adapter: MASKED, packed: 'f16', epilogue: 'geluGradient' },
    ],
    ['backward, bytes', { ...BACKWARD, packed: 'int8', adapter: { kind: 'input', rank: 3 } }],
    ['not transposed, halves', { form: 'NT', rows: 19, columns: 60, inner: 20, packed: 'f16', bias: true }],
    ['not transposed, slots', { form: 'NT', rows: 19, columns: 60, inner: 20, bias: true, slots: true }],
    ['weight gradient, slots', { form: 'TN', rows: 20, columns: 60, inner: 36, slots: true }],
  ];

  test.each(OPTIONS)('%s', async (_, shape) => {
    for (const splits of [1, 3]) await expectRight(shape, { tiling: TINY, splits }, splits === 3);
  });

  test('tiles are within the workgroup memory that there is', () => {
    const product = { form: 'NN', rows: 4096, columns: 3072, inner: 768 } as const;
    expect(matrixPlanOf(product, 16, 49152)?.tiling).toBe(MATRIX_TILINGS.large);
    expect(matrixPlanOf(product, 16, 32768)?.tiling).toBe(MATRIX_TILINGS.wide);
    expect(matrixPlanOf({ ...product, form: 'NT', columns: 768 }, 16, 49152)?.tiling).toBe(
      MATRIX_TILINGS.lines,
    );
    expect(matrixPlanOf(product, 16, 24576)?.tiling).toBe(MATRIX_TILINGS.small);
    expect(matrixPlanOf(product, 16, 16384)).toBeNull();
    expect(matrixPlanOf({ ...product, rows: 64, columns: 768 }, 16, 49152)).toEqual({
      tiling: MATRIX_TILINGS.small,
      splits: 3,
    });
  });
});
