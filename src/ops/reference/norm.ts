/** @file The embeddings and LayerNorm (Ba et al. 2016) in plain tfjs ops, forward beside backward. */
import * as tf from '@tensorflow/tfjs';
import type { NormSaved, Ops } from '../index';
import { ReferenceFlat, tensorOf } from './flat';
import { matrixOf, widthOf, type ReferenceTools, type T1 } from './tools';

/** (x - mean) / sqrt(variance + epsilon) of each row, and 1 / sqrt(variance + epsilon). Inside a tidy. */
function normalize(x: tf.Tensor, epsilon: number): NormSaved {
  const centered = tf.sub(x, tf.mean(x, 1, true));
  const rstd = tf.rsqrt(tf.add(tf.mean(tf.square(centered), 1, true), epsilon));
  return { normalized: tf.mul(centered, rstd), rstd: tf.reshape(rstd, [-1]) };
}

/** The gradient of LayerNorm's input. Inside a tidy. */
function normalizeBackward(dy: tf.Tensor, saved: NormSaved, gamma: tf.Tensor): tf.Tensor {
  const dNormalized = tf.mul(dy, gamma);
  const mean = tf.mean(dNormalized, 1, true);
  const projection = tf.mean(tf.mul(dNormalized, saved.normalized), 1, true);
  const dx = tf.sub(tf.sub(dNormalized, mean), tf.mul(saved.normalized, projection));
  return tf.mul(dx, tf.reshape(saved.rstd, [-1, 1]));
}

/** Frees what backward would need, if there will be no backward pass. */
function keptIf(
  save: boolean,
  { y, normalized, rstd }: NormSaved & { readonly y: tf.Tensor },
): { y: tf.Tensor; saved: NormSaved | null } {
  if (save) return { y, saved: { normalized, rstd } };
  tf.dispose([normalized, rstd]);
  return { y, saved: null };
}

/** LayerNorm(word + position + token type). */
export function referenceEmbeddings(tools: ReferenceTools): Pick<Ops, 'embed' | 'embedBackward'> {
  return {
    embed(batch, tables, epsilon, dropout, save) {
      const result = tools.tidied(() => {
        const word = tf.gather(tensorOf(tables.word), batch.tokens as T1);
        const position = tf.gather(tensorOf(tables.position), batch.positions as T1);
        const type = tf.gather(tensorOf(tables.tokenType), batch.types as T1);
        const { normalized, rstd } = normalize(tf.add(tf.add(word, position), type), epsilon);
        const scaled = tf.add(tf.mul(normalized, tensorOf(tables.gamma)), tensorOf(tables.beta));
        return { y: tools.dropped(scaled, dropout), normalized, rstd };
      });
      return keptIf(save, result);
    },

    embedBackward(dy, batch, tables, saved, dropout, gradients, padToken, padPosition) {
      const written = tools.tidied(() => {
        const dScaled = tools.dropped(dy, dropout);
        const dx = normalizeBackward(dScaled, saved, tensorOf(tables.gamma));
        const scatter = (ids: tf.Tensor, height: number, skipped: number | null): tf.Tensor => {
          const indices = tf.reshape(ids, [ids.size, 1]);
          const counted = tf.notEqual(indices, tf.scalar(skipped ?? -1, 'int32')); // no id is -1
          const real = tf.cast(counted, 'float32');
          return tf.scatterND(indices, tf.mul(dx, real), [height, widthOf(dx)]);
        };
        return {
          word: scatter(batch.tokens, matrixOf(tables.word).shape[0], padToken),
          position: scatter(batch.positions, matrixOf(tables.position).shape[0], padPosition),
          tokenType: scatter(batch.types, matrixOf(tables.tokenType).shape[0], null),
          gamma: tf.sum(tf.mul(dScaled, saved.normalized), 0),
          beta: tf.sum(dScaled, 0),
        };
      });
      for (const name of ['word', 'position', 'tokenType', 'gamma', 'beta'] as const)
        ReferenceFlat.store(gradients[name], written[name]);
    },
  };
}

/** LayerNorm(residual + dropout(x)). */
export function referenceNorm(tools: ReferenceTools): Pick<Ops, 'addNorm' | 'addNormBackward'> {
  return {
    addNorm(residual, x, gamma, beta, epsilon, dropout, save) {
      const result = tools.tidied(() => {
        const { normalized, rstd } = normalize(tf.add(residual, tools.dropped(x, dropout)), epsilon);
        return { y: tf.add(tf.mul(normalized, tensorOf(gamma)), tensorOf(beta)), normalized, rstd };
      });
      return keptIf(save, result);
    },

    addNormBackward(dy, saved, gamma, dropout, gradients) {
      if (gradients) {
        ReferenceFlat.store(
          gradients.gamma,
          tools.tidied(() => tf.sum(tf.mul(dy, saved.normalized), 0)),
        );
        ReferenceFlat.store(
          gradients.beta,
          tools.tidied(() => tf.sum(dy, 0)),
        );
      }
      const dResidual = tools.tidied(() => normalizeBackward(dy, saved, tensorOf(gamma)));
      const dx = dropout ? tools.tidied(() => tools.dropped(dResidual, dropout)) : tf.clone(dResidual);
      return { dResidual, dx };
    },
  };
}
