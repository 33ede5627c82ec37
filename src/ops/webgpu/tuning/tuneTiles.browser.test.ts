/** @file Tests of the trial of tiles, on a real device: on a software adapter it is forced. */
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { candidatesOf, TILE_CLASSES } from '../linear/tileClasses';
import { tilingName, type Tiling } from '../linear/tileCopies';
import { tiledGemm, TILINGS } from '../linear/tiledGemm';
import { Products } from '../linear/products.testing';
import { createWebGPUOps } from '../index';
import { Runner } from '../runtime/runner';
import type { Contest } from './contest';
import { tuneTiles } from './tuneTiles';

const TINY: Tiling = { ...TILINGS.small, tileRows: 16, tileColumns: 32, kTile: 8 };
const OTHER: Tiling = { ...TINY, prefetch: false };
const PRODUCT = { form: 'NN', rows: 32, columns: 64, inner: 48 } as const;
const CONTESTS: readonly Contest[] = [
  { tileClass: 'NN whole', ...PRODUCT, splits: 1, tilings: [TINY, OTHER] },
  { tileClass: 'NN split', ...PRODUCT, splits: 2, tilings: [TINY, OTHER] },
];
const NEVER = new AbortController().signal;

beforeAll(async () => {
  if (!(await tf.setBackend('webgpu'))) throw new Error('No WebGPU.');
});

test.each([true, false])('a trial names a tiling for each class (timestamps: %s)', async (stamps) => {
  const runner = new Runner();
  const { device } = runner.backend;
  device.pushErrorScope('validation');
  const trial = await tuneTiles(runner, NEVER, { contests: CONTESTS, onSoftware: true, stamps });
  expect(await device.popErrorScope()).toBeNull();
  expect(Object.keys(trial?.chosen ?? {})).toEqual(['NN whole', 'NN split']);
  for (const [tileClass, name] of Object.entries(trial?.chosen ?? {})) {
    expect([tilingName(TINY), tilingName(OTHER)]).toContain(name);
    expect(trial?.gains[tileClass]).toBeGreaterThanOrEqual(1);
  }
  expect(trial?.milliseconds).toBeGreaterThan(0);
});

test('software adapters keep the table, whatever is asked', async () => {
  const ops = createWebGPUOps({ software: true });
  expect(await ops.tiles.tune()).toBeNull();
});

test('a trial that is ended while kernels compile chooses nothing', async () => {
  const controller = new AbortController();
  const options = { contests: CONTESTS, onSoftware: true };
  const trial = tuneTiles(new Runner(), controller.signal, options);
  controller.abort();
  expect(await trial).toBeNull();
});

test('a pass that is prepared ends the trial, and the choices stay', async () => {
  const runner = new Runner({ software: false });
  runner.tiles.use({ 'NN whole': 'before' });
  const trial = runner.tiles.during((signal) => tuneTiles(runner, signal, { contests: CONTESTS }));
  await runner.prepare(new Map(), () => undefined);
  expect(await trial).toBeNull();
  expect(runner.tiles.of('NN whole')).toBe('before');
});

test('a trial that comes to its end is used', async () => {
  const ops = createWebGPUOps({ software: false });
  const trial = await ops.tiles.tune({ contests: CONTESTS });
  expect(trial).not.toBeNull();
  expect(ops.tiles.use(trial?.chosen ?? {})).toBe(false); // it has not tried all classes
  const all = TILE_CLASSES.map((each) => [each, tilingName(candidatesOf(each)[0]!)] as const);
  expect(ops.tiles.use(Object.fromEntries(all))).toBe(true);
});

test.each(['NN', 'NT', 'TN'] as const)(
  'tiles of %s that reach as far along inner give the same bits',
  async (form) => {
    const runner = new Runner({ software: false });
    runner.writeStep({ stepSize: 0, decay: 0, rootCorrection2: 1, dropoutKey: 1 });
    const products = new Products(runner);
    const shape = { form, rows: 36, columns: 68, inner: 64 };
    // As those of a class differ. Their own sizes would take a software adapter a minute to compile.
    const square: Tiling = { ...TINY, tileRows: 32, tileColumns: 16 };
    const tilings: readonly Tiling[] = [TINY, square, OTHER, { ...OTHER, lateLines: true, warps: 'zigzag' }];
    const results: Float32Array[] = [];
    for (const tiling of tilings)
      results.push((await products.run(shape, (args) => tiledGemm(runner, args, { tiling, splits: 2 }))).c);
    products.dispose();
    expect(results[0]?.some((value) => value !== 0)).toBe(true);
    for (const result of results) expect(result).toEqual(results[0]);
  },
);
