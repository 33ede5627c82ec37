import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { layOut, type FlatLayout } from '../../flat';
import type { AdamWOptions, Ops } from '../../index';
import { Comparison, expectClose, randomNumbers } from '../testing';

const OPTIONS: AdamWOptions = { beta1: 0.9, beta2: 0.98, epsilon: 1e-6, weightDecay: 0.1, gradientClip: 0 };

/** Sizes that leave gaps; one is long enough for three stages of the norm. */
const LAYOUT = layOut([
  { name: 'weight', shape: [50, 30], decay: true },
  { name: 'table', shape: [700, 101], decay: true },
  { name: 'bias', shape: [50], decay: false },
]);

/** As of LoRA+: some with weight decay, and all without it, train faster. */
const UNEVEN = layOut([
  { name: 'B', shape: [50, 30], decay: true, faster: true },
  { name: 'A', shape: [700, 11], decay: true, faster: false },
  { name: 'bias', shape: [50], decay: false, faster: true },
]);

/** Values that are random in the entries and zero in the gaps. */
function inEntries(layout: FlatLayout, random: (size: number) => Float32Array): Float32Array {
  const values = new Float32Array(layout.length);
  for (const { offset, size } of layout.entries.values()) values.set(random(size), offset);
  return values;
}

async function train(
  ops: Ops,
  options: AdamWOptions,
  layout = LAYOUT,
): Promise<Record<string, Float32Array>> {
  const before = tf.memory().numTensors;
  const [parameters, gradients, moment1, moment2] = Array.from({ length: 4 }, () => ops.flat(layout));
  const random = randomNumbers(2);
  parameters!.write(inEntries(layout, random));
  const norms: tf.Tensor[] = [];
  for (let step = 1; step <= 3; step++) {
    ops.beginStep({ learningRate: 0.01 / step, step, dropoutKey: step });
    gradients!.write(inEntries(layout, random));
    norms.push(ops.adamW(parameters!, gradients!, moment1!, moment2!, options));
  }
  const results = {
    norms: await ops.read(norms),
    parameters: await parameters!.read(),
    moment1: await moment1!.read(),
    moment2: await moment2!.read(),
  };
  tf.dispose(norms);
  for (const flat of [parameters, gradients, moment1, moment2]) flat!.dispose();
  expect(tf.memory().numTensors).toBe(before);
  return results;
}

describe('AdamW', () => {
  let comparison: Comparison;
  beforeAll(async () => {
    comparison = await Comparison.create({ software: true });
  });

  test.each([0, 1, 1e6])('three steps agree with the reference, clipping at %d', async (gradientClip) => {
    const options = { ...OPTIONS, gradientClip };
    await tf.setBackend('cpu');
    const wanted = await train(comparison.reference, options);
    await tf.setBackend('webgpu');
    const got = await train(comparison.webgpu, options);
    for (const name of ['norms', 'parameters', 'moment1', 'moment2'])
      expectClose(name, got[name]!, wanted[name]!, 1e-5);
    expect(wanted.norms).toHaveLength(3);
    expect(await train(comparison.webgpu, options)).toEqual(got);
  });

  test.each([16, 0.5])(
    'parameters of %d times the rate agree too, and the others do not move',
    async (faster) => {
      const options = { ...OPTIONS, gradientClip: 1, faster };
      await tf.setBackend('cpu');
      const wanted = await train(comparison.reference, options, UNEVEN);
      const even = await train(comparison.reference, { ...OPTIONS, gradientClip: 1 }, UNEVEN);
      await tf.setBackend('webgpu');
      const got = await train(comparison.webgpu, options, UNEVEN);
      for (const name of ['norms', 'parameters', 'moment1', 'moment2'])
        expectClose(name, got[name]!, wanted[name]!, 1e-5);
      const { fasterFrom } = UNEVEN;
      expect(wanted.parameters!.slice(0, fasterFrom)).toEqual(even.parameters!.slice(0, fasterFrom));
      expect(wanted.parameters!.slice(fasterFrom)).not.toEqual(even.parameters!.slice(fasterFrom));
      // The step's scalars are those of another kernel afterwards.
      await tf.setBackend('cpu');
      const plain = await train(comparison.reference, OPTIONS);
      await tf.setBackend('webgpu');
      expectClose(
        'parameters',
        (await train(comparison.webgpu, OPTIONS)).parameters!,
        plain.parameters!,
        1e-5,
      );
    },
  );

  test('a new flat buffer is zero although the pool is not', async () => {
    await tf.setBackend('webgpu');
    const dirty = tf.fill([LAYOUT.length], NaN);
    await dirty.data();
    dirty.dispose();
    const flat = comparison.webgpu.flat(LAYOUT);
    expect(await flat.read()).toEqual(new Float32Array(LAYOUT.length));
    flat.dispose();
  });
});
