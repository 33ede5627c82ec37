/** @file Attention (Vaswani et al. 2017) in plain tfjs ops, with its whole score matrix; forward beside backward. */
import * as tf from '@tensorflow/tfjs';
import type { AttentionShape, Ops } from '../index';
import { widthOf, type ReferenceTools } from './tools';

type T4 = tf.Tensor4D;

/** [batch * sequence, H] as [batch, heads, sequence, H / heads]. Inside a tidy. */
function splitHeads(x: tf.Tensor, { batch, sequence, heads }: AttentionShape): T4 {
  return tf.transpose(tf.reshape(x, [batch, sequence, heads, widthOf(x) / heads]), [0, 2, 1, 3]) as T4;
}

/** The reverse of {@link splitHeads}. Inside a tidy. */
function joinHeads(x: tf.Tensor): tf.Tensor {
  const [batch, heads, sequence, width] = (x as T4).shape;
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [batch * sequence, heads * width]);
}

/**
 * [T, 3H] as query, key and value, each [batch, heads, sequence, H / heads]. Inside a tidy. They are turned to lie behind each
 * other before they are cut, because backends copy a part of each row element by element.
 */
function splitThree(queryKeyValue: tf.Tensor, { batch, sequence, heads }: AttentionShape): [T4, T4, T4] {
  const width = widthOf(queryKeyValue) / 3 / heads;
  const five = tf.reshape(queryKeyValue, [batch, sequence, 3, heads, width]);
  const turned = tf.transpose(five, [2, 0, 3, 1, 4]);
  const parts = [0, 1, 2].map((i) => tf.reshape(tf.slice(turned, i, 1), [batch, heads, sequence, width]));
  return parts as [T4, T4, T4];
}

/** 0 for real keys, -1e30 for padding: [batch, 1, 1, sequence]. Inside a tidy. */
function keyMask(lengths: tf.Tensor, { batch, sequence }: AttentionShape): tf.Tensor {
  const padded = tf.greaterEqual(
    tf.reshape(tf.range(0, sequence, 1, 'int32'), [1, sequence]),
    tf.reshape(lengths, [batch, 1]),
  );
  return tf.reshape(tf.mul(tf.cast(padded, 'float32'), -1e30), [batch, 1, 1, sequence]);
}

/** Q K^T / sqrt(width), with the padded keys masked: [batch, heads, sequence, sequence]. Inside a tidy. */
function maskedScores(q: T4, k: T4, lengths: tf.Tensor, shape: AttentionShape): tf.Tensor {
  const scale = 1 / Math.sqrt(widthOf(q));
  return tf.add(tf.mul(tf.matMul(q, k, false, true), scale), keyMask(lengths, shape));
}

export function referenceAttention(tools: ReferenceTools): Pick<Ops, 'attention' | 'attentionBackward'> {
  return {
    attention(queryKeyValue, lengths, shape, dropout) {
      return tools.tidied(() => {
        const [q, k, v] = splitThree(queryKeyValue, shape);
        const scores = maskedScores(q, k, lengths, shape);
        const logSumExp = tf.reshape(tf.logSumExp(scores, 3), [-1]);
        const probabilities = tools.dropped(tf.softmax(scores, 3), dropout);
        return { y: joinHeads(tf.matMul(probabilities, v)), logSumExp };
      });
    },

    attentionBackward({ dy, queryKeyValue, logSumExp, lengths, shape, dropout }) {
      const { batch, sequence, heads } = shape;
      return tools.tidied(() => {
        const [q, k, v] = splitThree(queryKeyValue, shape);
        const dOut = splitHeads(dy, shape);
        const scores = maskedScores(q, k, lengths, shape);
        const probabilities = tf.exp(tf.sub(scores, tf.reshape(logSumExp, [batch, heads, sequence, 1])));
        const dValue = tf.matMul(tools.dropped(probabilities, dropout), dOut, true, false);
        const dProbabilities = tools.dropped(tf.matMul(dOut, v, false, true), dropout);
        const rowDot = tf.sum(tf.mul(probabilities, dProbabilities), 3, true);
        const scale = 1 / Math.sqrt(widthOf(q));
        const dScores = tf.mul(tf.mul(probabilities, tf.sub(dProbabilities, rowDot)), scale);
        const parts = [tf.matMul(dScores, k), tf.matMul(dScores, q, true, false), dValue];
        return tf.concat(parts.map(joinHeads), 1);
      });
    },
  };
}
