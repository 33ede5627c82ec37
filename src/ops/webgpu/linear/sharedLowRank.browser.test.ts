import '@tensorflow/tfjs-backend-webgpu';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Runner } from '../runtime/runner';
import type { Narrow } from './narrow';
import { DROPOUT, expectNarrow, gpuRunner } from './narrow.testing';
import { fitsSharedNarrow, sharedNarrow } from './sharedLowRank';

/** One warp to four of them. */
const CASES = [
  { inner: 40, rank: 8, modules: 3, adapted: [0, 2], dropout: null },
  { inner: 512, rank: 4, modules: 1, adapted: [0], dropout: DROPOUT },
  { inner: 768, rank: 16, modules: 1, adapted: [0], dropout: null },
  { inner: 3072, rank: 8, modules: 1, adapted: [0], dropout: null },
];

describe('low-rank products on GPUs', () => {
  let runner: Runner;
  beforeAll(async () => {
    runner = await gpuRunner();
  });

  test.each(CASES.flatMap((one) => [true, false].map((transposed) => ({ ...one, rows: 6, transposed }))))(
    '$inner to $rank, matrix transposed: $transposed',
    (shape) => expectNarrow(runner, shape, sharedNarrow, fitsSharedNarrow),
  );

  test('rows of the matrix that are no whole vec4s are left to another kernel', () => {
    const args = { inner: 40, rank: 8, transposed: true } as Narrow;
    expect(fitsSharedNarrow(runner, args)).toBe(true);
    expect(fitsSharedNarrow(runner, { ...args, rank: 12 })).toBe(false);
    expect(fitsSharedNarrow(runner, { ...args, inner: 42 })).toBe(false);
    expect(fitsSharedNarrow({ ...runner, software: true } as Runner, args)).toBe(false);
  });
});
