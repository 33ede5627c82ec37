/**
 * @file A linear layer with its LoRA adapter, forward and backward. T tokens, I -> O, rank r.
 *
 *   forward    lowRank = dropout(x) A^T      y = x W^T + bias + scaling * lowRank B^T
 *   backward   du = scaling * dy B           dx = dy W + mask * (du A)
 *              dB = scaling * dy^T lowRank   dA = du^T dropout(x)   dW = dy^T x   dbias = column sums of dy
 */
import type { Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import type { Adapter, LinearBackwardArgs, Operand } from '../index';
import { gemm } from './gemm';
import { columnSums } from './reduce';
import type { Runner } from './runner';
import { narrow, tall } from './skinny';

/** Rows and columns of a matrix operand. */
export function matrixShape(operand: Operand): readonly [number, number] {
  const shape = operand instanceof tf.Tensor ? operand.shape : operand.entry.shape;
  const [rows, columns] = shape;
  if (rows === undefined || columns === undefined || shape.length !== 2)
    throw new Error(`A matrix is wanted, not [${shape.join(', ')}].`);
  return [rows, columns];
}

export function linear(
  runner: Runner,
  x: Tensor,
  weight: Operand,
  bias: Operand,
  adapter: Adapter | null,
): { y: Tensor; lowRank: Tensor | null } {
  const [rows, inner] = matrixShape(x);
  const [columns] = matrixShape(weight);
  const rank = adapter ? matrixShape(adapter.a)[0] : 0;
  const lowRank =
    adapter &&
    narrow(runner, { x, weight: adapter.a, transposed: false, rank, scale: 1, dropout: adapter.dropout });
  const y = runner.tensor([rows, columns]);
  gemm(runner, {
    form: 'NT',
    a: x,
    b: weight,
    c: y,
    rows,
    columns,
    inner,
    bias,
    adapter: adapter &&
      lowRank && { low: lowRank, weight: adapter.b, rank, scale: adapter.scaling, dropout: null },
  });
  return { y, lowRank };
}

export function linearBackward(runner: Runner, args: LinearBackwardArgs): Tensor | null {
  const { dy, x, weight, adapter, gradients } = args;
  const [rows, outputs] = matrixShape(dy);
  const inputs = matrixShape(weight)[1];
  if (gradients.bias) columnSums(runner, dy, null, gradients.bias);
  if (gradients.weight)
    gemm(runner, {
      form: 'TN',
      a: dy,
      b: required(x, 'x'),
      c: gradients.weight,
      rows: outputs,
      columns: inputs,
      inner: rows,
    });
  if (adapter && gradients.b)
    tall(runner, {
      narrow: required(args.lowRank, 'lowRank'),
      wide: dy,
      scale: adapter.scaling,
      dropout: null,
      output: gradients.b,
      transposed: true,
    });

  const rank = adapter ? matrixShape(adapter.a)[0] : 0;
  const du =
    adapter && (args.needsDx || gradients.a)
      ? narrow(runner, {
          x: dy,
          weight: adapter.b,
          transposed: true,
          rank,
          scale: adapter.scaling,
          dropout: null,
        })
      : null;
  if (adapter && du && gradients.a)
    tall(runner, {
      narrow: du,
      wide: required(x, 'x'),
      scale: 1,
      dropout: adapter.dropout,
      output: gradients.a,
      transposed: false,
    });

  let dx: Tensor | null = null;
  if (args.needsDx) {
    dx = args.accumulateInto ?? runner.tensor([rows, inputs]);
    gemm(runner, {
      form: 'NN',
      a: dy,
      b: weight,
      c: dx,
      rows,
      columns: inputs,
      inner: outputs,
      accumulate: args.accumulateInto !== null,
      adapter: adapter && du && { low: du, weight: adapter.a, rank, scale: 1, dropout: adapter.dropout },
    });
  }
  du?.dispose();
  return dx;
}

function required(tensor: Tensor | null, name: string): Tensor {
  if (!tensor) throw new Error(`linearBackward needs ${name} for a gradient that has a slot.`);
  return tensor;
}
