/** @file What all parts of the reference need: a scope that frees temporary tensors, the current step, dropout. */
import * as tf from '@tensorflow/tfjs';
import { dropoutMask, unpaddedIndex, type MaskShape } from '../dropout';
import type { Dropout, Operand, StepState } from '../index';
import { tensorOf } from './flat';

export type T1 = tf.Tensor1D;
export type T2 = tf.Tensor2D;

/** The width of a row: the last dimension. */
export const widthOf = (x: tf.Tensor): number => x.shape[x.shape.length - 1] ?? 1;

/** An operand as a matrix, which its owner still has to dispose. */
export const matrixOf = (operand: Operand): T2 => tensorOf(operand) as T2;

export class ReferenceTools {
  /** The optimizer step that the ops compute, as `beginStep` set it. */
  state: StepState = { learningRate: 0, step: 1, dropoutKey: 0 };
  /** The most bytes of tensors at once since the meter was reset. */
  peakBytes = 0;

  /** Runs `body`, frees the tensors it made and keeps those it returns, alone or in an object. */
  tidied<R extends tf.TensorContainer>(body: () => R): R {
    return tf.tidy(() => {
      const result = body();
      this.peakBytes = Math.max(this.peakBytes, tf.memory().numBytes); // while the temporary tensors are still there
      return result;
    });
  }

  /** x times its dropout mask, or x itself without dropout. Must be called inside `tidied`. */
  dropped(x: tf.Tensor, dropout: Dropout | null): tf.Tensor {
    if (!dropout) return x;
    const { dropoutKey, batch } = this.state;
    const shape = batch && maskShapeOf(x, batch.sentences);
    const indexOf = batch && shape && ((i: number) => unpaddedIndex(i, shape, batch.sequence));
    return tf.mul(x, tf.tensor(dropoutMask(dropoutKey, dropout, x.size, indexOf), x.shape));
  }
}

/** Activations are [rows, width], attention's probabilities [batch, heads, sequence, sequence]. */
function maskShapeOf({ shape }: tf.Tensor, sentences: number): MaskShape {
  const [first = 1, second = 1, third = 1] = shape;
  return shape.length === 4
    ? { rows: third, width: third, square: true }
    : { rows: first / sentences, width: second, square: false };
}
