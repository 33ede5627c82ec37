/**
 * @file Products whose result is as narrow as the LoRA rank. With R = n * r for n stacked adapters:
 *
 *   lowRank [T, R] = dropout(x) [T, I] A [R, I]^T
 *   du      [T, R] = scaling * dy [T, O] B, each adapter's r columns from its own module's columns of dy
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { Adapter } from '../../index';
import { matrixShape } from '../runtime/matrixShape';
import type { Runner } from '../runtime/runner';
import { narrowProduct } from './dispatch';

/** dropout(x) A^T [T, R], unscaled. */
export function lowRank(runner: Runner, x: Tensor, adapter: Adapter): Tensor {
  const [, inner] = matrixShape(x);
  const rank = adapter.rank * adapter.adapted.length; // all adapters read the same x, as one of a larger rank would
  const { a: matrix, dropout } = adapter;
  return narrowProduct(runner, {
    x,
    matrix,
    inner,
    rank,
    adapted: [0],
    transposed: false,
    scale: 1,
    dropout,
  });
}

/** The gradient of dropout(x) A^T, [T, R]. */
export function lowRankGradient(runner: Runner, dy: Tensor, adapter: Adapter): Tensor {
  const { b: matrix, rank, adapted, modules, scaling: scale } = adapter;
  const inner = matrixShape(dy)[1] / modules;
  return narrowProduct(runner, {
    x: dy,
    matrix,
    inner,
    rank,
    adapted,
    transposed: true,
    scale,
    dropout: null,
  });
}
