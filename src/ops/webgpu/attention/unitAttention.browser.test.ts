import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { packHalves, unpackHalves } from '../../../weights/packing';
import type { Dropout } from '../../index';
import { PLAIN_MATRICES } from '../linear/matrixGemm.testing';
import { Runner } from '../runtime/runner';
import { attend, worstDifference, type AttentionInputs } from './attention.testing';
import { unitAttention, unitForward } from './unitAttention';
import { unitAttentionBackward, unitBackward } from './unitAttentionBackward';

/** Factors are rounded to half floats, the weights and their gradients among them. */
const TOLERANCE = 4e-3;
const BYTES = 16384;
const DROPOUT: Dropout = { rate: 0.2, site: 0x1234 };
const DROPOUT_KEY = 77;

/** Small matrices have four rows here: blocks are 8 queries, 8, 16 or 32 keys forward, and 8 or 16 backward. */
const CASES = [
  { sequence: 8, heads: 2, width: 16, lengths: [8, 1], dropout: null },
  { sequence: 7, heads: 1, width: 8, lengths: [5], dropout: DROPOUT },
  { sequence: 13, heads: 2, width: 16, lengths: [13, 6], dropout: DROPOUT },
  { sequence: 32, heads: 2, width: 16, lengths: [32, 19], dropout: null },
];
type Case = (typeof CASES)[number];

const normal = (size: number, seed: number): Float32Array =>
  tf.tidy(() => Float32Array.from(tf.randomNormal([size], 0, 1, 'float32', seed).dataSync()));

function inputsOf({ sequence, heads, width, lengths, dropout }: Case): AttentionInputs {
  const shape = { batch: lengths.length, sequence, heads };
  const size = shape.batch * sequence * heads * width;
  const queryKeyValue = unpackHalves(packHalves(normal(3 * size, sequence)));
  // As small as gradients are.
  const dy = normal(size, sequence + 1).map((value) => 1e-4 * value);
  return { queryKeyValue, dy, lengths, shape, width, dropout, dropoutKey: DROPOUT_KEY };
}

describe('attention on the matrix units, with small matrices in plain WGSL', () => {
  let runner: Runner;

  beforeAll(async () => {
    if (!(await tf.setBackend('webgpu'))) throw new Error('No WebGPU.');
    runner = new Runner({ software: false });
    runner.writeStep({ stepSize: 0, decay: 0, rootCorrection2: 1, dropoutKey: DROPOUT_KEY });
  });

  test.each(CASES)('$sequence tokens, $heads heads of $width', async (one) => {
    const inputs = inputsOf(one);
    const { shape, width, dropout } = inputs;
    const wanted = attend(inputs);
    const forward = unitForward(width, shape.sequence, PLAIN_MATRICES, BYTES);
    const backward = unitBackward(width, shape.sequence, PLAIN_MATRICES, BYTES);
    if (!forward || !backward) throw new Error('The blocks do not fit.');
    const rows = shape.batch * shape.sequence;
    const hidden = shape.heads * width;
    const results = runner.precision.on(() => {
      const queryKeyValue = runner.kept([rows, 3 * hidden]);
      runner.write(queryKeyValue, packHalves(inputs.queryKeyValue));
      const lengths = tf.tensor1d([...inputs.lengths], 'int32');
      const dy = tf.tensor2d(inputs.dy, [rows, hidden]);
      const made = unitAttention(runner, queryKeyValue, lengths, shape, dropout, forward, PLAIN_MATRICES);
      const args = { ...made, dy, queryKeyValue, lengths, shape, dropout };
      const gradient = unitAttentionBackward(runner, args, backward, PLAIN_MATRICES);
      tf.dispose([queryKeyValue, lengths, dy]);
      return { ...made, gradient };
    });
    const pairs = new Int32Array((await runner.read([results.y])).buffer);
    expect(worstDifference(unpackHalves(pairs), wanted.y), 'y').toBeLessThan(TOLERANCE);
    for (const name of ['logSumExp', 'gradient'] as const)
      expect(worstDifference(await runner.read([results[name]]), wanted[name]), name).toBeLessThan(TOLERANCE);
    tf.dispose([results.y, results.logSumExp, results.gradient]);
  });

  test('what it does not compute', () => {
    const units = { size: 16, lanes: 32 };
    expect(unitForward(64, 128, units, 49152)).not.toBeNull();
    expect(unitForward(64, 136, units, 49152)).toBeNull();
    expect(unitForward(16, 24, units, 49152)).toBeNull();
    expect(unitForward(64, 128, units, 32768)).toBeNull();
    expect(unitBackward(64, 512, units, 49152)).not.toBeNull();
    expect(unitBackward(32, 128, units, 49152)).toBeNull();
    expect(unitBackward(64, 128, units, 32768)).toBeNull();
  });
});
