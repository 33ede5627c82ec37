/**
 * @file The op set in plain tfjs ops. It is there to be read, to run on any tfjs backend, and as the oracle of the
 * kernel tests. It multiplies, transposes and sums in the order of the formulas and fuses nothing.
 */
import * as tf from '@tensorflow/tfjs';
import type { DeviceMeter, Ops } from '../index';
import { referenceAdamW } from './adamW';
import { referenceAttention } from './attention';
import { referenceHead } from './classifier';
import { ReferenceFlat } from './flat';
import { referenceLinear } from './linear';
import { referenceMagnitude } from './magnitude';
import { referenceEmbeddings, referenceNorm } from './norm';
import { referenceSensitivity } from './sensitivity';
import { referenceTogether } from './together';
import { ReferenceTools } from './tools';

/** Ops on tfjs's current backend, whichever it is when an op is called. */
export function createReferenceOps(): Ops {
  const tools = new ReferenceTools();
  const ops: Ops = {
    name: 'reference',
    meter: meterOf(tools),
    matrices: { packs: false, transposes: false },
    maxTensorBytes: Infinity,
    maxTrials: Infinity,
    flat: (layout) => new ReferenceFlat(layout),
    prepare: () => Promise.resolve(), // tfjs compiles and allocates as it goes
    estimate: () => null,
    enter: () => undefined,
    recover: () => Promise.resolve(), // nothing is kept from one op to the next
    beginStep(next) {
      tools.state = next;
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
    read,
    upload: (values, shape) =>
      tf.tensor(values, [...shape], values instanceof Int32Array ? 'int32' : 'float32'),

    ...referenceEmbeddings(tools),
    ...referenceLinear(tools),
    ...referenceMagnitude(tools),
    ...referenceAttention(tools),
    ...referenceNorm(tools),
    ...referenceHead(tools),
    ...referenceAdamW(tools),
    ...referenceSensitivity(tools),
    mixedPath: null,
    mixed: () => ops,
    together: (count) => referenceTogether(ops, count),
  };
  return ops;
}

/** These backends have no pool that tfjs reports, so all bytes belong to tensors in use. */
function meterOf(tools: ReferenceTools): DeviceMeter {
  return {
    reset() {
      tools.peakBytes = tf.memory().numBytes;
    },
    get peakBytes() {
      return tools.peakBytes;
    },
    get peakLiveBytes() {
      return tools.peakBytes;
    },
  };
}

async function read(tensors: readonly tf.Tensor[]): Promise<Float32Array> {
  const parts = await Promise.all(tensors.map((tensor) => tensor.data()));
  const values = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    values.set(part, offset);
    offset += part.length;
  }
  return values;
}
