/** @file The rows and columns of anything that kernels take as a matrix. */
import * as tf from '@tensorflow/tfjs';
import type { Weight } from '../../index';

/** Rows and columns of a matrix. @throws Error for another number of dimensions */
export function matrixShape(matrix: Weight): readonly [number, number] {
  const shape = matrix instanceof tf.Tensor || 'precision' in matrix ? matrix.shape : matrix.entry.shape;
  const [rows, columns] = shape;
  if (rows === undefined || columns === undefined || shape.length !== 2)
    throw new Error(`A matrix is wanted, not [${shape.join(', ')}].`);
  return [rows, columns];
}
