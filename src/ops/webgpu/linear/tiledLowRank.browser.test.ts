import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Runner } from '../runtime/runner';
import type { Narrow } from './narrow';
import { DROPOUT, expectNarrow, gpuRunner } from './narrow.testing';
import { fitsTiledNarrow, tiledNarrow } from './tiledLowRank';

/** Rows and inner are no whole tiles; a turn of all warps along inner is 64 elements. */
const CASES = [
  { rows: 37, inner: 72, rank: 32, modules: 3, adapted: [0, 2], dropout: null, halves: false },
  { rows: 37, inner: 152, rank: 48, modules: 1, adapted: [0], dropout: DROPOUT, halves: false },
  { rows: 16, inner: 40, rank: 16, modules: 1, adapted: [0], dropout: null, halves: true },
];

describe('products of large ranks on GPUs', () => {
  let runner: Runner;
  beforeAll(async () => {
    runner = await gpuRunner();
  });

  test.each(CASES.flatMap((one) => [true, false].map((transposed) => ({ ...one, transposed }))))(
    '$inner to $rank, halves: $halves, matrix transposed: $transposed',
    (shape) => expectNarrow(runner, shape, tiledNarrow),
  );

  test('take whole tiles of ranks, and enough rows to keep a GPU at work', () => {
    const fits = (rows: number, change: Partial<Narrow> = {}, software = false): boolean =>
      tf.tidy(() => {
        const args = { x: tf.zeros([rows, 4]), inner: 768, rank: 32, adapted: [0], ...change } as Narrow;
        return fitsTiledNarrow({ ...runner, software } as Runner, args);
      });
    expect(fits(1024)).toBe(true);
    expect(fits(1008)).toBe(false);
    expect(fits(1008, { adapted: [0, 1] })).toBe(true);
    expect(fits(1024, { rank: 16 })).toBe(false);
    expect(fits(2048, { rank: 16 })).toBe(true);
    expect(fits(4096, { rank: 24 })).toBe(false);
    expect(fits(1024, { inner: 766 })).toBe(false);
    expect(fits(1024, {}, true)).toBe(false);
  });
});
