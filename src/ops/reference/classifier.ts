/** @file What the classification head needs besides linear layers, in plain tfjs ops: tanh, first tokens, the loss. */
import * as tf from '@tensorflow/tfjs';
import type { Ops } from '../index';
import { widthOf, type ReferenceTools, type T1 } from './tools';

type HeadOps = 'tanh' | 'tanhBackward' | 'dropout' | 'firstTokens' | 'firstTokensBackward' | 'crossEntropy';

export function referenceHead(tools: ReferenceTools): Pick<Ops, HeadOps> {
  return {
    tanh: (x) => tf.tanh(x),
    tanhBackward: (dy, y) => tools.tidied(() => tf.mul(dy, tf.sub(1, tf.square(y)))),
    dropout: (x, dropout) => tools.tidied(() => tools.dropped(x, dropout)),

    firstTokens: (x, { batch, sequence }) =>
      tools.tidied(() => {
        const width = widthOf(x);
        const first = tf.slice(tf.reshape(x, [batch, sequence, width]), [0, 0, 0], [-1, 1, -1]);
        return tf.reshape(first, [batch, width]);
      }),
    firstTokensBackward: (dy, { batch, sequence }) =>
      tools.tidied(() => {
        const width = widthOf(dy);
        const padded = tf.pad(tf.reshape(dy, [batch, 1, width]), [
          [0, 0],
          [0, sequence - 1],
          [0, 0],
        ]);
        return tf.reshape(padded, [batch * sequence, width]);
      }),

    crossEntropy(logits, labels) {
      return tools.tidied(() => {
        const valid = tf.cast(tf.greaterEqual(labels, tf.scalar(0, 'int32')), 'float32');
        const count = tf.maximum(tf.sum(valid), 1);
        const target = tf.oneHot(tf.maximum(labels, tf.scalar(0, 'int32')) as T1, widthOf(logits));
        const row = tf.reshape(valid, [-1, 1]);
        const losses = tf.sum(tf.mul(tf.mul(tf.logSoftmax(logits), tf.cast(target, 'float32')), row), 1);
        const hits = tf.mul(tf.cast(tf.equal(tf.argMax(logits, 1), labels), 'float32'), valid);
        const dLogits = tf.div(tf.mul(tf.sub(tf.softmax(logits), tf.cast(target, 'float32')), row), count);
        const loss = tf.neg(tf.div(tf.sum(losses), count));
        return { dLogits, stats: tf.stack([loss, tf.sum(hits)]) };
      });
    },
  };
}
