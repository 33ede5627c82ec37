import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, describe, test } from 'vitest';
import { Runner } from '../runtime/runner';
import { expectClose } from '../testing';
import type { Form } from './gemmArgs';
import { matrixGemm, type MatrixPlan } from './matrixGemm';
import { plainMatrices } from './matrixGemm.testing';
import type { MatrixTiling } from './matrixTiles';
import { Products } from './products.testing';
import { DROPOUT_KEY, reference, type Adapter, type Case } from './tiledGemm.testing';

/** Both factors are rounded to half floats, whose rounding error is at most 2^-11; sums of them err less. */
const TOLERANCE = 1e-3;

/** 16 threads, four to a small matrix. */
const TINY: MatrixTiling = {
  tileRows: 16,
  tileColumns: 32,
  kTile: 8,
  down: 2,
  across: 2,
  buffers: 1,
  vectors: false,
  direct: false,
};

describe('products on the matrix units, with small matrices in plain WGSL', () => {
  let runner: Runner;
  let products: Products;

  beforeAll(async () => {
    if (!(await tf.setBackend('webgpu'))) throw new Error('No WebGPU.');
    runner = new Runner({ software: false });
    products = new Products(runner);
    runner.writeStep({ stepSize: 0, decay: 0, rootCorrection2: 1, dropoutKey: DROPOUT_KEY });
  });
  afterEach(() => products.dispose());

  async function expectRight(shape: Case, plan: MatrixPlan, gradient = false): Promise<void> {
    const wanted = reference(shape);
    const got = await products.run(shape, (args) =>
      matrixGemm(runner, { ...args, gradient }, plainMatrices(plan.tiling.vectors), plan),
    );
    expectClose('c', got.c, wanted.c, TOLERANCE);
    if (got.preActivation) expectClose('preActivation', got.preActivation, wanted.preActivation, TOLERANCE);
  }

  const WAYS: readonly [name: string, tiling: MatrixTiling][] = [
    ['one tile of scalars', TINY],
    ['two tiles', { ...TINY, buffers: 2 }],
    ['vec4s', { ...TINY, vectors: true }],
    [
      'two tiles of vec4s, four subgroups across',
      { ...TINY, vectors: true, buffers: 2, across: 4, tileColumns: 64 },
    ],
  ];

  test.each(WAYS)('%s: shapes that are whole tiles and that are not', async (_, tiling) => {
    for (const form of ['NT', 'NN', 'TN'] as const satisfies readonly Form[])
      for (const [rows, columns, inner] of [
        [8, 12, 20],
        [68, 132, 36],
        [32, 64, 16],
      ] as const)
        for (const splits of [1, 3]) await expectRight({ form, rows, columns, inner }, { tiling, splits });
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
    for (const vectors of [false, true])
      for (const splits of [1, 3])
        await expectRight(shape, { tiling: { ...TINY, vectors }, splits }, splits === 3);
  });
});
