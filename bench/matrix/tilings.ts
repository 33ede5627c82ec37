/** @file The products and the tilings on the matrix units that are measured. */
import type { Form } from '../../src/ops/webgpu/linear/gemmArgs';
import { MATRIX_TILINGS } from '../../src/ops/webgpu/linear/matrixGemm';
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
): MatrixTiling => ({ tileRows, tileColumns, kTile, down, across });

/** All are within 48 KiB of workgroup memory. */
export const MATRIX_CANDIDATES: readonly MatrixTiling[] = [
  ...Object.values(MATRIX_TILINGS),
  tile(128, 64, 32, 2, 2),
  tile(128, 64, 64, 2, 2),
  tile(128, 128, 16, 2, 4),
  tile(128, 128, 32, 1, 4),
  tile(64, 128, 32, 1, 4),
  tile(128, 64, 32, 4, 1),
  tile(64, 64, 32, 1, 2),
];
