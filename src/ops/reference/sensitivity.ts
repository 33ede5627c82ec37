/** @file AdaLoRA's smoothed sensitivity and uncertainty in plain tfjs ops. */
import * as tf from '@tensorflow/tfjs';
import { SENSITIVITY_KEPT, type Flat, type Ops } from '../index';
import type { ReferenceFlat } from './flat';
import type { ReferenceTools } from './tools';

const own = (flat: Flat): ReferenceFlat => flat as ReferenceFlat;

export function referenceSensitivity(tools: ReferenceTools): Pick<Ops, 'smoothSensitivity'> {
  const smoothed = (before: tf.Tensor, now: tf.Tensor): tf.Tensor =>
    tf.add(tf.mul(before, SENSITIVITY_KEPT), tf.mul(now, 1 - SENSITIVITY_KEPT));
  return {
    smoothSensitivity(parameters, gradients, sensitivity, uncertainty) {
      for (const { name } of parameters.layout.entries.values()) {
        const next = tools.tidied(() => {
          const now = tf.abs(tf.mul(own(parameters).part(name), own(gradients).part(name)));
          const mean = smoothed(own(sensitivity).part(name), now);
          return { mean, deviation: smoothed(own(uncertainty).part(name), tf.abs(tf.sub(now, mean))) };
        });
        own(sensitivity).replace(name, next.mean);
        own(uncertainty).replace(name, next.deviation);
      }
    },
  };
}
