/** @file AdamW in plain tfjs ops. */
import * as tf from '@tensorflow/tfjs';
import type { Flat, Ops } from '../index';
import type { ReferenceFlat } from './flat';
import type { ReferenceTools } from './tools';

const own = (flat: Flat): ReferenceFlat => flat as ReferenceFlat;

/** The norm of all gradients together, [1]. Inside a tidy. */
function globalNorm(gradients: ReferenceFlat): tf.Tensor {
  const squares = [...gradients.parts.values()].map((part) => tf.sum(tf.square(part)));
  // tf.addN would bind every term at once on the WebGPU backend, more buffers than adapters allow.
  return tf.reshape(tf.sqrt(tf.sum(tf.stack(squares))), [1]);
}

export function referenceAdamW(tools: ReferenceTools): Pick<Ops, 'adamW'> {
  return {
    adamW(parameters, gradients, moment1, moment2, options) {
      const [p, g, m, v] = [own(parameters), own(gradients), own(moment1), own(moment2)];
      const { learningRate: usualRate, step } = tools.state;
      const norm = tools.tidied(() => globalNorm(g));
      const correction1 = 1 - options.beta1 ** step;
      const correction2 = 1 - options.beta2 ** step;
      const { layout } = parameters;
      for (const { name, offset } of layout.entries.values()) {
        const learningRate = usualRate * (offset < layout.fasterFrom ? 1 : (options.faster ?? 1));
        const decay = offset < layout.decayLength ? 1 - learningRate * options.weightDecay : 1;
        const next = tools.tidied(() => {
          const clip =
            options.gradientClip > 0 ? tf.minimum(1, tf.div(options.gradientClip, tf.add(norm, 1e-6))) : 1;
          const gradient = tf.mul(g.part(name), clip);
          const first = tf.add(tf.mul(m.part(name), options.beta1), tf.mul(gradient, 1 - options.beta1));
          const second = tf.add(
            tf.mul(v.part(name), options.beta2),
            tf.mul(tf.square(gradient), 1 - options.beta2),
          );
          const denominator = tf.add(tf.div(tf.sqrt(second), Math.sqrt(correction2)), options.epsilon);
          const update = tf.mul(tf.div(first, denominator), learningRate / correction1);
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
