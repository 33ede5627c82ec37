/** @file The ops of DoRA in plain tfjs ops. */
import * as tf from '@tensorflow/tfjs';
import type { Magnified, MagnitudeOps, Ops } from '../index';
import { ReferenceFlat, tensorOf } from './flat';
import { gelu as geluOf, geluGradient, matricesB, weightMatrix } from './linear';
import { matrixOf, type ReferenceTools, type T1, type T2 } from './tools';

/** The factor of each of the layer's columns [O]: m / norm, or 1 where no adapter is. Inside a tidy. */
function factors({ magnitudes, norms, modules, adapted }: Magnified): tf.Tensor {
  const all = tf.div(tensorOf(magnitudes), norms) as T1;
  const width = norms.size / adapted.length;
  const parts = Array.from({ length: modules }, (_, module) => {
    const slot = adapted.indexOf(module);
    return slot < 0 ? tf.ones([width]) : tf.slice(all, [slot * width], [width]);
  });
  return tf.concat(parts, 0);
}

export function referenceMagnitude(tools: ReferenceTools): Pick<Ops, keyof MagnitudeOps> {
  return {
    rowNorms({ weight, adapter }) {
      if (!adapter) throw new Error('A layer without an adapter has no magnitudes.');
      return tools.tidied(() => {
        const matrix = weightMatrix(weight);
        const height = matrix.shape[0] / adapter.modules;
        const norms = matricesB(adapter).map(({ module, slot, matrix: b }) => {
          const a = tf.slice(matrixOf(adapter.a), [slot * adapter.rank, 0], [adapter.rank, -1]);
          const own = tf.slice(matrix, [module * height, 0], [height, -1]);
          const sum: T2 = tf.add(own, tf.mul(tf.matMul(b, a), adapter.scaling));
          return tf.sqrt(tf.sum(tf.square(sum), 1));
        });
        return tf.concat(norms, 0);
      });
    },

    magnify(z, by, rest, gelu, _kept) {
      const sum = tools.tidied(() => tf.add(tf.mul(z, factors(by)), tensorOf(rest)));
      if (!gelu) return { y: sum, preActivation: null };
      const y = tools.tidied(() => geluOf(sum));
      if (!gelu.save) sum.dispose();
      return { y, preActivation: gelu.save ? sum : null };
    },

    magnifyBackward(dy, z, by, gradient) {
      const sums = tools.tidied(() => {
        const columns = tf.sum(tf.mul(dy, z), 0) as T1;
        const width = columns.size / by.modules;
        const own = by.adapted.map((module) => tf.slice(columns, [module * width], [width]));
        return tf.div(tf.concat(own, 0), by.norms);
      });
      ReferenceFlat.store(gradient, sums);
      return tools.tidied(() => tf.mul(dy, factors(by)));
    },

    sum: (a, b, factor) => tools.tidied(() => tf.add(a, tf.mul(b, factor))),

    geluBackward: (dy, preActivation) => tools.tidied(() => tf.mul(dy, geluGradient(preActivation))),
  };
}
