import * as tf from '@tensorflow/tfjs';
import { beforeEach, expect, test } from 'vitest';
import { layOut } from '../../flat';
import type { AdamWOptions, Flat } from '../../index';
import type { WebGPUOps } from '../index';
import { Comparison } from '../testing';

const SIZE = 300;
const DROPOUT = { rate: 0.5, site: 7 };
const OPTIONS: AdamWOptions = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1, gradientClip: 0 };

let ops: WebGPUOps;
/** What the pass reads besides its inputs. */
let outside: tf.Tensor;
beforeEach(async () => {
  ops = (await Comparison.create({ software: true })).webgpu;
  outside = tf.tensor(new Float32Array(4).fill(0.5), [2, 2]);
  return () => outside.dispose();
});

const owner = {};

/** Runs a pass: the loss of logits `outside` with these labels, and what depends on the step's dropout key. */
function run(labels: readonly number[], of: object = owner): { stats: tf.Tensor; mask: tf.Tensor } {
  return ops.runPass({
    name: 'pass',
    owner: of,
    inputs: [Int32Array.from(labels)],
    body([labelsOnDevice]) {
      const { dLogits, stats } = ops.crossEntropy(outside, labelsOnDevice!);
      const doubled = ops.tanhBackward(dLogits, dLogits);
      dLogits.dispose();
      doubled.dispose();
      const ones = ops.tanh(outside);
      const mask = ops.dropout(ones, DROPOUT);
      ones.dispose();
      return { stats, mask };
    },
  });
}

async function values(labels: readonly number[], of?: object): Promise<number[]> {
  const { stats, mask } = run(labels, of);
  const read = await ops.read([stats, mask]);
  tf.dispose([stats, mask]);
  return [...read];
}

const prepare = (): Promise<void> =>
  ops.prepare(new Map([['pass', () => void run([0, 0])]]), () => undefined);

test('a prepared pass is sent again, with new inputs and another step, to the same bits', async () => {
  const state = (step: number): void =>
    ops.beginStep({ learningRate: 0, step, dropoutKey: Math.imul(step, 0x9e3779b9) >>> 0 });
  const steps = [
    [0, 1],
    [1, 1],
    [-1, 0],
    [0, 0],
  ] as const;
  const all = async (): Promise<number[][]> => {
    const results = [];
    for (const [i, labels] of steps.entries()) {
      state(i + 1);
      results.push(await values(labels));
    }
    return results;
  };
  const wanted = await all();
  expect(ops.repeatedPasses).toBe(0); // not prepared
  expect(new Set(wanted.map((result) => JSON.stringify(result.slice(2)))).size).toBeGreaterThan(1);
  await prepare();
  const before = [tf.memory().numTensors, ops.meter.liveBytes];
  expect(await all()).toEqual(wanted);
  expect(ops.repeatedPasses).toBe(steps.length - 1);
  expect([tf.memory().numTensors, ops.meter.liveBytes]).toEqual(before);
  expect(ops.meter.dispatches).toBeGreaterThan(0);
});

test('results outlive later passes', async () => {
  await prepare();
  const results = [
    [0, 0],
    [0, -1],
    [-1, -1],
  ].map((labels) => run(labels));
  expect(ops.repeatedPasses).toBe(2);
  const hits = await ops.read(results.map(({ stats }) => stats));
  expect([hits[1], hits[3], hits[5]]).toEqual([2, 1, 0]);
  tf.dispose(results);
});

test('another owner, or a tensor that is gone, has the pass gone through again', async () => {
  await prepare();
  const first = await values([0, 0]);
  expect(await values([0, 0], {})).toEqual(first);
  expect(ops.repeatedPasses).toBe(0);
  expect(await values([0, 0])).toEqual(first); // the other's is kept now
  expect(ops.repeatedPasses).toBe(0);
  expect(await values([0, 0])).toEqual(first);
  expect(ops.repeatedPasses).toBe(1);
  outside.dispose();
  outside = tf.tensor([1, 3, 1, 3], [2, 2]);
  expect((await values([0, 0]))[0]).toBeCloseTo(2 + Math.log(1 + Math.exp(-2)), 5);
  expect(ops.repeatedPasses).toBe(1);
});

test('freed buffers are not used again', async () => {
  await prepare();
  const first = await values([0, 1]);
  expect(await values([0, 1])).toEqual(first);
  ops.purgePool();
  expect(await values([0, 1])).toEqual(first);
  expect(ops.repeatedPasses).toBe(1);
});

test("a pass that brings in the host's values by itself is refused", async () => {
  const flat = ops.flat(layOut([{ name: 'x', shape: [64], decay: true }]));
  const write = (): void =>
    void ops.runPass({
      name: 'write',
      owner,
      inputs: [],
      body: () => {
        flat.write(new Float32Array(64));
        return {};
      },
    });
  expect(write).toThrow("must be among the pass's inputs");
  flat.dispose();
  expect(await values([0, 1])).toHaveLength(6); // and the next pass is not affected
});

test('what tfjs has read of a tensor is not returned when a pass has changed it', async () => {
  const [parameters, gradients, first, second] = flats();
  const step = trainer([parameters, gradients, first, second], OPTIONS);
  await ops.prepare(new Map([['train', () => step(1)]]), () => undefined);
  const seen: number[] = [];
  for (let i = 1; i <= 3; i++) {
    step(i);
    seen.push((await (parameters as unknown as { tensor: tf.Tensor }).tensor.data())[3]!);
  }
  expect(ops.repeatedPasses).toBe(2);
  expect(new Set(seen).size).toBe(3);
  for (const flat of [parameters, gradients, first, second]) flat.dispose();
});

test("each owner's passes keep its own hyperparameters", async () => {
  const other: AdamWOptions = { ...OPTIONS, beta1: 0.5, beta2: 0.8, weightDecay: 0.3 };
  const train = async (prepared: boolean): Promise<Float32Array[]> => {
    const sets = [flats(), flats()];
    const [one, two] = [trainer(sets[0]!, OPTIONS, 'one'), trainer(sets[1]!, other, 'two')];
    if (prepared)
      await ops.prepare(
        new Map([
          ['one', () => one(1)],
          ['two', () => two(1)],
        ]),
        () => undefined,
      );
    for (let i = 1; i <= 4; i++) {
      one(i);
      two(i);
    }
    const results = await Promise.all(sets.map(([parameters]) => parameters.read()));
    for (const flat of sets.flat()) flat.dispose();
    return results;
  };
  const wanted = await train(false);
  expect(ops.repeatedPasses).toBe(0);
  expect(await train(true)).toEqual(wanted);
  expect(ops.repeatedPasses).toBe(6);
});

/** Parameters, gradients and moments, with values. */
function flats(): readonly [Flat, Flat, Flat, Flat] {
  const layout = layOut([{ name: 'x', shape: [SIZE], decay: true }]);
  const filled = (value: number): Flat => {
    const flat = ops.flat(layout);
    flat.write(Float32Array.from({ length: layout.length }, (_, i) => value * Math.cos(i)));
    return flat;
  };
  return [filled(1), filled(0.3), ops.flat(layout), ops.flat(layout)];
}

function trainer(
  [parameters, gradients, first, second]: readonly [Flat, Flat, Flat, Flat],
  options: AdamWOptions,
  name = 'train',
): (step: number) => void {
  const self = {};
  return (step) => {
    ops.beginStep({ learningRate: 0.1, step, dropoutKey: 0 });
    const body = (): { norm: tf.Tensor } => ({
      norm: ops.adamW(parameters, gradients, first, second, options),
    });
    ops.runPass({ name, owner: self, inputs: [], body }).norm.dispose();
  };
}
