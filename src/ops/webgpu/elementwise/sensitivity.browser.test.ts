import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { layOut } from '../../flat';
import type { Company, Flat, Ops } from '../../index';
import { Comparison, randomNumbers } from '../testing';

const LAYOUT = layOut([
  { name: 'weight', shape: [50, 30], decay: true },
  { name: 'bias', shape: [50], decay: false },
]);
const STEPS = 3;

/** Both averages after some steps, of each trial of the op set. */
async function smooth(ops: Ops | Company, seeds: readonly number[]): Promise<Float32Array[]> {
  const flats = Array.from({ length: 4 }, () => ops.flat(LAYOUT));
  const [parameters, gradients, mean, deviation] = flats as [Flat, Flat, Flat, Flat];
  const randoms = seeds.map(randomNumbers);
  for (let step = 0; step < STEPS; step++) {
    randoms.forEach((random, trial) => {
      parameters.write(random(LAYOUT.length), trial);
      gradients.write(random(LAYOUT.length), trial);
    });
    ops.smoothSensitivity(parameters, gradients, mean, deviation);
  }
  const read: Float32Array[] = [];
  for (const trial of seeds.keys()) read.push(await mean.read(trial), await deviation.read(trial));
  for (const flat of flats) flat.dispose();
  return read;
}

/** The definition in double precision. */
function defined(seed: number): Float64Array[] {
  const random = randomNumbers(seed);
  const [mean, deviation] = [new Float64Array(LAYOUT.length), new Float64Array(LAYOUT.length)];
  for (let step = 0; step < STEPS; step++) {
    const [w, g] = [random(LAYOUT.length), random(LAYOUT.length)];
    for (let i = 0; i < LAYOUT.length; i++) {
      const now = Math.abs(w[i]! * g[i]!);
      mean[i] = 0.85 * mean[i]! + 0.15 * now;
      deviation[i] = 0.85 * deviation[i]! + 0.15 * Math.abs(now - mean[i]!);
    }
  }
  return [mean, deviation];
}

test('each element follows the definition, alone, in mixed precision and side by side', async () => {
  const { webgpu } = await Comparison.create({ software: true });
  await tf.setBackend('webgpu');
  const before = tf.memory().numTensors;
  const first = await smooth(webgpu, [1]);
  for (const [i, expected] of defined(1).entries()) {
    const errors = Array.from(expected, (value, at) => Math.abs(first[i]![at]! - value));
    expect(Math.max(...errors)).toBeLessThan(2e-7);
    expect(Math.max(...first[i]!)).toBeGreaterThan(0.1);
  }
  const second = await smooth(webgpu, [2]);
  expect(await smooth(webgpu.mixed(), [1])).toEqual(first);
  expect(await smooth(webgpu.together(2), [1, 2])).toEqual([...first, ...second]);
  expect(tf.memory().numTensors).toBe(before);
});
