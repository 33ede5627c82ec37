import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Form } from './gemmArgs';
import { productsOnGpu, type Products } from './products.testing';
import type { Runner } from '../runtime/runner';
import { expectClose } from '../testing';
import type { Tiling } from './tileCopies';
import { fitsTiledGemm, planOf, tiledGemm, TILINGS, type Plan } from './tiledGemm';
import { reference, type Adapter, type Case } from './tiledGemm.testing';

const TOLERANCE = 5e-6;

/** A small tiling of 32 threads, so that the shapes can be small too. */
const TINY: Tiling = { ...TILINGS.small, tileRows: 16, tileColumns: 32, kTile: 8 };
const UNSPLIT: Plan = { tiling: TINY, splits: 1 };
const SPLIT: Plan = { tiling: TINY, splits: 3 };

describe('products through workgroup memory', () => {
  let runner: Runner;
  let products: Products;

  beforeAll(async () => {
    ({ runner, products } = await productsOnGpu());
  });
  afterEach(() => products.dispose());

  function run(shape: Case, plan: Plan): ReturnType<Products['run']> {
    return products.run(shape, (args) => {
      expect(fitsTiledGemm(args)).toBe(true);
      tiledGemm(runner, args, plan);
    });
  }

  async function expectRight(shape: Case, plan: Plan): Promise<void> {
    const wanted = reference(shape);
    const got = await run(shape, plan);
    expectClose('c', got.c, wanted.c, TOLERANCE);
    if (got.preActivation) expectClose('preActivation', got.preActivation, wanted.preActivation, TOLERANCE);
    expect(await run(shape, plan), 'run again').toEqual(got);
  }

  const forms: readonly Form[] = ['NT', 'NN', 'TN'];

  test.each(forms)('%s: shapes that are whole tiles and that are not', async (form) => {
    for (const [rows, columns, inner] of [
      [1, 4, 4],
      [7, 12, 20],
      [33, 68, 36],
      [65, 132, 100],
      [130, 200, 20],
      [16, 32, 8],
      [32, 64, 16],
    ] as const) {
      const shape = { form, rows: form === 'TN' ? Math.ceil(rows / 4) * 4 : rows, columns, inner };
      await expectRight(shape, UNSPLIT);
      await expectRight(shape, SPLIT);
    }
  });

  test('a weight gradient over any number of rows', async () => {
    await expectRight({ form: 'TN', rows: 20, columns: 36, inner: 33 }, UNSPLIT);
    await expectRight({ form: 'TN', rows: 20, columns: 36, inner: 1 }, SPLIT);
  });

  const STACKED = { form: 'NT', rows: 19, columns: 60, inner: 20 } as const;
  const WIDE = { form: 'NN', rows: 19, columns: 60, inner: 20 } as const;
  const FORWARD = { ...WIDE, transposed: true } as const;
  const BACKWARD = { ...STACKED, transposed: true } as const;
  const TWO_OF_THREE: Adapter = { kind: 'output', rank: 8, modules: 3, adapted: [0, 2] };
  const MASKED: Adapter = { kind: 'input', rank: 8, dropout: true };
  const OPTIONS: readonly [name: string, shape: Case][] = [
    ['bias', { ...STACKED, bias: true }],
    ['bias and accumulation', { ...STACKED, bias: true, accumulate: true }],
    ...[1, 3, 8].map((rank): [string, Case] => [
      `rank ${rank}`,
      { ...STACKED, bias: true, adapter: { rank } },
    ]),
    ...[[0, 2], [1], [0, 1, 2]].flatMap((adapted) =>
      [1, 3, 8].map((rank): [string, Case] => [
        `rank ${rank}, modules ${adapted.join()}`,
        { ...STACKED, bias: true, adapter: { rank, modules: 3, adapted } },
      ]),
    ),
    ...[1, 3, 8, 24].map((rank): [string, Case] => [`NN, rank ${rank}`, { ...WIDE, adapter: { rank } }]),
    ['NN, dropout', { ...WIDE, adapter: { rank: 8, dropout: true }, accumulate: true }],
    ['NN, accumulation', { ...WIDE, accumulate: true }],
    ['TN, accumulation', { ...WIDE, form: 'TN', rows: 20, accumulate: true }],
    ['GELU', { ...STACKED, bias: true, epilogue: 'gelu' }],
    ['GELU, its input kept', { ...STACKED, bias: true, adapter: { rank: 8 }, epilogue: 'geluSaved' }],
    ['GELU gradient', { ...WIDE, epilogue: 'geluGradient' }],
    ['GELU gradient, all of it', { ...WIDE, epilogue: 'geluGradient', adapter: { rank: 8, dropout: true } }],
    ['halves', { ...STACKED, bias: true, adapter: { rank: 8 }, packed: 'f16' }],
    ['NN, halves', { ...WIDE, adapter: { rank: 8 }, packed: 'f16' }],
    ['bytes', { ...STACKED, bias: true, adapter: { rank: 8 }, packed: 'int8', epilogue: 'geluSaved' }],
    [
      'NN, bytes',
      {
        ...WIDE,
        adapter: { rank: 8, dropout: true },
        packed: 'int8',
        epilogue: 'geluGradient',
      },
    ],
    ['NF4', { ...STACKED, bias: true, adapter: TWO_OF_THREE, packed: 'nf4', epilogue: 'geluSaved' }],
    ['NN, NF4', { ...WIDE, adapter: MASKED, packed: 'nf4', epilogue: 'geluGradient' }],
    // What a layer's products are if its frozen matrix is transposed.
    ['forward, transposed', { ...FORWARD, bias: true }],
    ['forward, transposed, GELU', { ...FORWARD, bias: true, epilogue: 'gelu' }],
    ['forward, transposed, rank 3', { ...FORWARD, bias: true, adapter: { kind: 'output', rank: 3 } }],
    [
      'forward, transposed, modules, GELU',
      { ...FORWARD, bias: true, adapter: TWO_OF_THREE, epilogue: 'geluSaved' },
    ],
    ['forward, transposed, halves', { ...FORWARD, bias: true, adapter: TWO_OF_THREE, packed: 'f16' }],
    ['forward, transposed, bytes', { ...FORWARD, bias: true, packed: 'int8' }],
    [
      'forward, transposed, bytes, all',
      { ...FORWARD, bias: true, adapter: TWO_OF_THREE, packed: 'int8', epilogue: 'geluSaved' },
    ],
    ['backward, transposed, accumulation', { ...BACKWARD, accumulate: true }],
    ['backward, transposed, rank 3', { ...BACKWARD, adapter: { kind: 'input', rank: 3 } }],
    ['backward, transposed, dropout', { ...BACKWARD, adapter: MASKED, accumulate: true }],
    ['backward, transposed, GELU gradient', { ...BACKWARD, adapter: MASKED, epilogue: 'geluGradient' }],
    ['backward, transposed, halves', { ...BACKWARD, adapter: MASKED, packed: 'f16' }],
    ['backward, transposed, bytes', { ...BACKWARD, packed: 'int8' }],
    [
      'backward, transposed, bytes, all',
      { ...BACKWARD, adapter: MASKED, packed: 'int8', epilogue: 'geluGradient' },
    ],
    ['slots', { ...STACKED, bias: true, adapter: { rank: 8 }, epilogue: 'geluSaved', slots: true }],
    ['NN, slots', { ...WIDE, adapter: { rank: 3 }, accumulate: true, slots: true }],
    ['TN, slots', { ...WIDE, form: 'TN', rows: 20, slots: true }],
  ];

  test.each(OPTIONS)('%s', async (_, shape) => {
    await expectRight(shape, UNSPLIT);
    await expectRight(shape, SPLIT);
  });

  const WAYS: readonly [name: string, tiling: Tiling][] = [
    ...Object.entries(TILINGS),
    ['without prefetch', { ...TINY, prefetch: false }],
    ['two buffers', { ...TINY, buffers: 2 }],
    [
      'two buffers without prefetch, warps in zigzag',
      { ...TINY, tileColumns: 64, buffers: 2, prefetch: false, warps: 'zigzag' },
    ],
    [
      'twelve columns a thread, late lines',
      { ...TINY, tileColumns: 96, threadColumns: 12, warps: 'zigzag', lateLines: true },
    ],
    ['side by side', { ...TINY, interleave: false, threadRows: 8, threadColumns: 8, tileColumns: 64 }],
    ['transposed', { ...TINY, transpose: 'both' }],
    ['one of them transposed', { ...TINY, transpose: 'B' }],
    [
      'transposed side by side',
      { ...TINY, transpose: 'both', interleave: false, threadRows: 8, tileRows: 64 },
    ],
    ['warps of 16 x 2', { ...TINY, tileColumns: 64, warps: 'flat' }],
    ['warps of 8 x 4', { ...TINY, tileColumns: 64 }],
    ['32 of inner', { ...TINY, tileRows: 32, tileColumns: 64, kTile: 32, unroll: false }],
    ['rolled', { ...TINY, kTile: 16, unroll: false }],
    ['rolled, transposed', { ...TINY, kTile: 16, unroll: false, transpose: 'both' }],
  ];
  test.each(WAYS)('%s', async (_, tiling) => {
    // Large tiles take a software adapter seconds to compile, so not every form is tried with every split, and tiles that
    // no device gets in a form are not tried in it.
    const { wide, wideLines, large } = TILINGS;
    if (tiling !== wide && tiling !== large)
      await expectRight({ form: 'NT', rows: 68, columns: 132, inner: 36 }, { tiling, splits: 1 });
    if (tiling !== wideLines)
      await expectRight(
        { form: 'NN', rows: 132, columns: 132, inner: 64, packed: 'f16' },
        { tiling, splits: 2 },
      );
    if (tiling.tileRows < 64)
      await expectRight(
        { form: 'NT', rows: 36, columns: 68, inner: 20, packed: 'nf4' },
        { tiling, splits: 1 },
      );
    if (tiling.transpose !== 'none')
      await expectRight(
        { form: 'NT', rows: 36, columns: 68, inner: 20, packed: 'int8', transposed: true },
        { tiling, splits: 1 },
      );
    if (tiling.tileRows < 64)
      await expectRight({ form: 'TN', rows: 68, columns: 132, inner: 36 }, { tiling, splits: 1 });
  });

  test('what is chosen is within the default limits', () => {
    for (const [rows, columns, inner] of [
      [1, 4, 4],
      [32, 768, 768],
      [1024, 768, 768],
      [4096, 3072, 768],
      [768, 768, 4096],
    ] as const) {
      const { tiling, splits } = planOf({ form: 'NT', rows, columns, inner });
      const { tileRows, tileColumns, threadRows, threadColumns, kTile, buffers } = tiling;
      expect((tileRows * tileColumns) / (threadRows * threadColumns)).toBeLessThanOrEqual(256);
      expect((tileRows + tileColumns) * kTile * 4 * buffers).toBeLessThanOrEqual(16384);
      expect(splits).toBeGreaterThanOrEqual(1);
      expect(splits).toBeLessThanOrEqual(Math.max(1, inner / 128));
    }
  });

  test('widths that are no multiple of 4 are for the other kernel', () => {
    const c = products.keep(tf.tensor([0]));
    const shape = { a: c, b: c, c, rows: 7, columns: 12, inner: 8 };
    const term = {
      kind: 'output',
      low: c,
      weight: c,
      rank: 8,
      adapted: [0],
      scale: 1,
      dropout: null,
    } as const;
    expect(fitsTiledGemm({ ...shape, form: 'NT' })).toBe(true);
    expect(fitsTiledGemm({ ...shape, form: 'NT', inner: 6 })).toBe(false);
    expect(fitsTiledGemm({ ...shape, form: 'NN', columns: 6 })).toBe(false);
    expect(fitsTiledGemm({ ...shape, form: 'TN' })).toBe(false);
    expect(fitsTiledGemm({ ...shape, form: 'TN', rows: 8, inner: 7 })).toBe(true);
    expect(fitsTiledGemm({ ...shape, form: 'NT', adapter: { ...term, modules: 3 } })).toBe(true);
    expect(fitsTiledGemm({ ...shape, form: 'NT', adapter: { ...term, modules: 2 } })).toBe(false);
  });
});
