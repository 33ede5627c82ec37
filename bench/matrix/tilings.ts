/** @file The products and the tilings on the matrix units that are measured. */
import type { Form } from '../../src/ops/webgpu/linear/gemmArgs';
import type { MatrixTiling } from '../../src/ops/webgpu/linear/matrixTiles';

export interface MatrixProduct {
  readonly form: Form;
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
}

/** RoBERTa base at 32 x 128: forward (NN, on transposed matrices) and the gradient of the input (NT). */
export const PRODUCTS: readonly MatrixProduct[] = (['NN', 'NT'] as const).flatMap((form) =>
  [
    [768, 768],
    [768, 3072],
    [3072, 768],
  ].map(([columns = 0, inner = 0]) => ({ form, rows: 4096, columns, inner })),
);

const tile = (
  tileRows: number,
  tileColumns: number,
  kTile: number,
  down: number,
  across: number,
  more: Partial<MatrixTiling> = {},
): MatrixTiling => ({
  ...{ tileRows, tileColumns, kTile, down, across, buffers: 1, vectors: false, direct: false },
  ...more,
});

const SIZES: readonly (readonly [number, number, number, number, number])[] = [
  [64, 128, 32, 2, 2],
  [128, 128, 32, 2, 2],
  [128, 128, 32, 2, 4],
  [128, 128, 64, 2, 4],
  [64, 128, 64, 2, 2],
  [64, 64, 64, 2, 2],
  [64, 256, 32, 2, 4],
  [128, 64, 32, 2, 2],
  [128, 96, 32, 2, 2],
];

/** Scalars first: they are what Chromium's own examples use. */
export const MATRIX_CANDIDATES: readonly MatrixTiling[] = SIZES.flatMap((size) => [
  tile(...size),
  tile(...size, { vectors: true }),
  tile(...size, { vectors: true, buffers: 2 }),
  tile(...size, { vectors: true, direct: true }),
  tile(...size, { vectors: true, direct: true, buffers: 2 }),
]);
