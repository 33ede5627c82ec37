/**
 * @file The op set in plain tfjs ops: to read, to run on any tfjs backend, and the oracle of the kernel
 * tests. It multiplies, transposes and sums in the order of the formulas and fuses nothing.
 */
import * as tf from '@tensorflow/tfjs';
import { dropoutMask } from './dropout';
import type { Dropout, Operand, Ops, StepState } from './index';
import { ReferenceFlat, tensorOf } from './referenceFlat';
import { referenceLinear } from './referenceLinear';

type T1 = tf.Tensor1D;
type T2 = tf.Tensor2D;

const widthOf = (x: tf.Tensor): number => x.shape[x.shape.length - 1] ?? 1;
const matrix = (operand: Operand): T2 => tensorOf(operand) as T2;

export function createReferenceOps(): Ops {
  let peakBytes = 0;
  /** Runs `body` in a tidy; what it returns, alone or in an object, is kept. */
  const tidied = <R extends tf.TensorContainer>(body: () => R): R =>
    tf.tidy(() => {
      const result = body();
      peakBytes = Math.max(peakBytes, tf.memory().numBytes); // before the tidy frees what is in between
      return result;
    });

  let state: StepState = { learningRate: 0, step: 1, dropoutKey: 0 };

  /** x times its dropout mask; x itself without dropout. Inside a tidy. */
  const dropped = (x: tf.Tensor, dropout: Dropout | null): tf.Tensor =>
    dropout ? tf.mul(x, tf.tensor(dropoutMask(state.dropoutKey, dropout, x.size), x.shape)) : x;

  /** (x - mean) / sqrt(variance + epsilon) of each row, and the factor. Inside a tidy. */
  const normalize = (x: tf.Tensor, epsilon: number): { normalized: tf.Tensor; rstd: tf.Tensor } => {
    const centered = tf.sub(x, tf.mean(x, 1, true));
    const rstd = tf.rsqrt(tf.add(tf.mean(tf.square(centered), 1, true), epsilon));
    return { normalized: tf.mul(centered, rstd), rstd: tf.reshape(rstd, [-1]) };
  };

  /** The gradient of LayerNorm's input. Inside a tidy. */
  const normalizeBackward = (
    dy: tf.Tensor,
    saved: { normalized: tf.Tensor; rstd: tf.Tensor },
    gamma: tf.Tensor,
  ): tf.Tensor => {
    const dNormalized = tf.mul(dy, gamma);
    const mean = tf.mean(dNormalized, 1, true);
    const projection = tf.mean(tf.mul(dNormalized, saved.normalized), 1, true);
    const dx = tf.sub(tf.sub(dNormalized, mean), tf.mul(saved.normalized, projection));
    return tf.mul(dx, tf.reshape(saved.rstd, [-1, 1]));
  };

  /** [batch * sequence, H] as [batch, heads, sequence, H / heads]. Inside a tidy. */
  const splitHeads = (x: tf.Tensor, batch: number, sequence: number, heads: number): tf.Tensor4D =>
    tf.transpose(tf.reshape(x, [batch, sequence, heads, widthOf(x) / heads]), [0, 2, 1, 3]) as tf.Tensor4D;
  /** [T, 3H] as query, key and value. Inside a tidy. */
  const splitThree = (x: tf.Tensor): tf.Tensor[] => tf.split(x, 3, 1);
  const joinHeads = (x: tf.Tensor4D): tf.Tensor => {
    const [batch, heads, sequence, width] = x.shape;
    return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [batch * sequence, heads * width]);
  };

  /** 0 for real keys, -1e30 for padding: [batch, 1, 1, sequence]. Inside a tidy. */
  const keyMask = (lengths: tf.Tensor, batch: number, sequence: number): tf.Tensor => {
    const padded = tf.greaterEqual(
      tf.reshape(tf.range(0, sequence, 1, 'int32'), [1, sequence]),
      tf.reshape(lengths, [batch, 1]),
    );
    return tf.reshape(tf.mul(tf.cast(padded, 'float32'), -1e30), [batch, 1, 1, sequence]);
  };

  return {
    name: 'reference',
    matrices: { packs: false, transposes: false },
    prepare: () => Promise.resolve(), // tfjs compiles and allocates as it goes
    maxTensorBytes: Infinity,
    estimate: () => null,
    recover: () => Promise.resolve(), // nothing is kept from one op to the next
    meter: {
      reset() {
        peakBytes = tf.memory().numBytes;
      },
      get peakBytes() {
        return peakBytes;
      },
      get peakLiveBytes() {
        return peakBytes; // these backends keep no pool that tfjs tells of
      },
    },
    flat: (layout) => new ReferenceFlat(layout),
    beginStep(next) {
      state = next;
    },
    runPass({ inputs, body }) {
      const tensors = inputs.map((values) => tf.tensor1d(values, 'int32'));
      try {
        return body(tensors);
      } finally {
        tf.dispose(tensors);
      }
    },
    flush() {
      // tfjs submits by itself.
    },
    async read(tensors) {
      const parts = await Promise.all(tensors.map((tensor) => tensor.data()));
      const values = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
      let offset = 0;
      for (const part of parts) {
        values.set(part, offset);
        offset += part.length;
      }
      return values;
    },

    upload: (values, shape) =>
      tf.tensor(values, [...shape], values instanceof Int32Array ? 'int32' : 'float32'),

    embed(batch, tables, epsilon, dropout, save) {
      const { y, normalized, rstd } = tidied(() => {
        const word = tf.gather(tensorOf(tables.word), batch.tokens as T1);
        const position = tf.gather(tensorOf(tables.position), batch.positions as T1);
        const type = tf.gather(tensorOf(tables.tokenType), batch.types as T1);
        const { normalized, rstd } = normalize(tf.add(tf.add(word, position), type), epsilon);
        const scaled = tf.add(tf.mul(normalized, tensorOf(tables.gamma)), tensorOf(tables.beta));
        return { y: dropped(scaled, dropout), normalized, rstd };
      });
      if (save) return { y, saved: { normalized, rstd } };
      tf.dispose([normalized, rstd]);
      return { y, saved: null };
    },

    embedBackward(dy, batch, tables, saved, dropout, gradients, padToken, padPosition) {
      const written = tidied(() => {
        const dScaled = dropped(dy, dropout);
        const dx = normalizeBackward(dScaled, saved, tensorOf(tables.gamma));
        const scatter = (ids: tf.Tensor, height: number, skipped: number | null): tf.Tensor => {
          const indices = tf.reshape(ids, [ids.size, 1]);
          const counted = tf.notEqual(indices, tf.scalar(skipped ?? -1, 'int32')); // no id is -1
          const real = tf.cast(counted, 'float32');
          return tf.scatterND(indices, tf.mul(dx, real), [height, widthOf(dx)]);
        };
        return {
          word: scatter(batch.tokens, matrix(tables.word).shape[0], padToken),
          position: scatter(batch.positions, matrix(tables.position).shape[0], padPosition),
          tokenType: scatter(batch.types, matrix(tables.tokenType).shape[0], null),
          gamma: tf.sum(tf.mul(dScaled, saved.normalized), 0),
          beta: tf.sum(dScaled, 0),
        };
      });
      for (const name of ['word', 'position', 'tokenType', 'gamma', 'beta'] as const)
        ReferenceFlat.store(gradients[name], written[name]);
    },

    ...referenceLinear({ tidied, dropped }),

    attention(queryKeyValue, lengths, { batch, sequence, heads }, dropout) {
      return tidied(() => {
        const [q, k, v] = splitThree(queryKeyValue).map((x) => splitHeads(x, batch, sequence, heads)) as [
          tf.Tensor4D,
          tf.Tensor4D,
          tf.Tensor4D,
        ];
        const scale = 1 / Math.sqrt(widthOf(queryKeyValue) / 3 / heads);
        const scores = tf.add(tf.mul(tf.matMul(q, k, false, true), scale), keyMask(lengths, batch, sequence));
        const logSumExp = tf.reshape(tf.logSumExp(scores, 3), [-1]);
        const probabilities = dropped(tf.softmax(scores, 3), dropout);
        return { y: joinHeads(tf.matMul(probabilities, v) as tf.Tensor4D), logSumExp };
      });
    },

    attentionBackward({ dy, queryKeyValue, logSumExp, lengths, shape, dropout }) {
      const { batch, sequence, heads } = shape;
      return tidied(() => {
        const [q, k, v, dOut] = [...splitThree(queryKeyValue), dy].map((x) =>
          splitHeads(x, batch, sequence, heads),
        ) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
        const scale = 1 / Math.sqrt(widthOf(dy) / heads);
        const scores = tf.add(tf.mul(tf.matMul(q, k, false, true), scale), keyMask(lengths, batch, sequence));
        const probabilities = tf.exp(tf.sub(scores, tf.reshape(logSumExp, [batch, heads, sequence, 1])));
        const dValue = tf.matMul(dropped(probabilities, dropout), dOut, true, false);
        const dProbabilities = dropped(tf.matMul(dOut, v, false, true), dropout);
        const rowDot = tf.sum(tf.mul(probabilities, dProbabilities), 3, true);
        const dScores = tf.mul(tf.mul(probabilities, tf.sub(dProbabilities, rowDot)), scale);
        const parts = [tf.matMul(dScores, k), tf.matMul(dScores, q, true, false), dValue];
        return tf.concat(
          parts.map((part) => joinHeads(part as tf.Tensor4D)),
          1,
        );
      });
    },

    addNorm(residual, x, gamma, beta, epsilon, dropout, save) {
      const { y, normalized, rstd } = tidied(() => {
        const { normalized, rstd } = normalize(tf.add(residual, dropped(x, dropout)), epsilon);
        return { y: tf.add(tf.mul(normalized, tensorOf(gamma)), tensorOf(beta)), normalized, rstd };
      });
      if (save) return { y, saved: { normalized, rstd } };
      tf.dispose([normalized, rstd]);
      return { y, saved: null };
    },

    addNormBackward(dy, saved, gamma, dropout, gradients) {
      if (gradients) {
        ReferenceFlat.store(
          gradients.gamma,
          tidied(() => tf.sum(tf.mul(dy, saved.normalized), 0)),
        );
        ReferenceFlat.store(
          gradients.beta,
          tidied(() => tf.sum(dy, 0)),
        );
      }
      const dResidual = tidied(() => normalizeBackward(dy, saved, tensorOf(gamma)));
      return { dResidual, dx: dropout ? tidied(() => dropped(dResidual, dropout)) : tf.clone(dResidual) };
    },

    tanh: (x) => tf.tanh(x),
    tanhBackward: (dy, y) => tidied(() => tf.mul(dy, tf.sub(1, tf.square(y)))),
    dropout: (x, dropout) => tidied(() => dropped(x, dropout)),

    firstTokens: (x, { batch, sequence }) =>
      tidied(() => {
        const width = widthOf(x);
        return tf.reshape(tf.slice(tf.reshape(x, [batch, sequence, width]), [0, 0, 0], [-1, 1, -1]), [
          batch,
          width,
        ]);
      }),
    firstTokensBackward: (dy, { batch, sequence }) =>
      tidied(() => {
        const width = widthOf(dy);
        const padded = tf.pad(tf.reshape(dy, [batch, 1, width]), [
          [0, 0],
          [0, sequence - 1],
          [0, 0],
        ]);
        return tf.reshape(padded, [batch * sequence, width]);
      }),

    crossEntropy(logits, labels) {
      return tidied(() => {
        const valid = tf.cast(tf.greaterEqual(labels, tf.scalar(0, 'int32')), 'float32');
        const count = tf.maximum(tf.sum(valid), 1);
        const target = tf.oneHot(tf.maximum(labels, tf.scalar(0, 'int32')) as tf.Tensor1D, widthOf(logits));
        const row = tf.reshape(valid, [-1, 1]);
        const losses = tf.sum(tf.mul(tf.mul(tf.logSoftmax(logits), tf.cast(target, 'float32')), row), 1);
        const hits = tf.mul(tf.cast(tf.equal(tf.argMax(logits, 1), labels), 'float32'), valid);
        const dLogits = tf.div(tf.mul(tf.sub(tf.softmax(logits), tf.cast(target, 'float32')), row), count);
        const loss = tf.neg(tf.div(tf.sum(losses), count));
        return { dLogits, stats: tf.stack([loss, tf.sum(hits)]) };
      });
    },

    adamW(parameters, gradients, moment1, moment2, options) {
      const flats = [parameters, gradients, moment1, moment2] as ReferenceFlat[];
      const [p, g, m, v] = flats as [ReferenceFlat, ReferenceFlat, ReferenceFlat, ReferenceFlat];
      const norm = tidied(() => {
        const squares = [...g.parts.values()].map((part) => tf.sum(tf.square(part)));
        // Not addN: the WebGPU backend's binds every term at once, more buffers than adapters allow.
        return tf.reshape(tf.sqrt(tf.sum(tf.stack(squares))), [1]);
      });
      const correction1 = 1 - options.beta1 ** state.step;
      const correction2 = 1 - options.beta2 ** state.step;
      const { layout } = parameters;
      for (const { name, offset } of layout.entries.values()) {
        const decay = offset < layout.decayLength ? 1 - state.learningRate * options.weightDecay : 1;
        const next = tidied(() => {
          const clip =
            options.gradientClip > 0 ? tf.minimum(1, tf.div(options.gradientClip, tf.add(norm, 1e-6))) : 1;
          const gradient = tf.mul(g.part(name), clip);
          const first = tf.add(tf.mul(m.part(name), options.beta1), tf.mul(gradient, 1 - options.beta1));
          const second = tf.add(
            tf.mul(v.part(name), options.beta2),
            tf.mul(tf.square(gradient), 1 - options.beta2),
          );
          const denominator = tf.add(tf.div(tf.sqrt(second), Math.sqrt(correction2)), options.epsilon);
          const update = tf.mul(tf.div(first, denominator), state.learningRate / correction1);
          return { first, second, value: tf.sub(tf.mul(p.part(name), decay), update) };
        });
        m.replace(name, next.first);
        v.replace(name, next.second);
        p.replace(name, next.value);
      }
      return norm;
    },
  };
}
