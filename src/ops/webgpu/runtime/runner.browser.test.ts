import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { createWebGPUOps, type WebGPUOps } from '../index';
import { Runner } from './runner';
import { Comparison, maker, randomNumbers } from '../testing';

describe('the runner', () => {
  let ops: WebGPUOps;
  beforeAll(async () => {
    ops = (await Comparison.create({ software: true })).webgpu;
  });

  const filled = (size: number, value: number): tf.Tensor => tf.tensor(new Float32Array(size).fill(value));

  test('a new tensor has what the pool left in it, so poisoning shows what kernels forget', async () => {
    const dirty = tf.fill([1237], NaN);
    await dirty.data();
    dirty.dispose();
    const fresh = new Runner({ software: true }).tensor([1237]);
    expect((await ops.read([fresh])).every(Number.isNaN)).toBe(true);
    fresh.dispose();
  });

  test('kernels and tfjs ops run in the order in which they were called', async () => {
    const x = filled(1000, 0.5);
    const doubled = tf.mul(x, 2);
    const y = ops.tanhBackward(doubled, x); // 1 * (1 - 0.25)
    const sum = tf.add(y, 1);
    expect(await ops.read([sum, doubled])).toEqual(
      Float32Array.from({ length: 2000 }, (_, i) => (i < 1000 ? 1.75 : 1)),
    );
    expect((await sum.data())[0]).toBe(1.75);
    tf.dispose([x, doubled, y, sum]);
  });

  test('a disposed tensor gives its buffer to the next before anything is submitted', async () => {
    const x = filled(4096, 0.5);
    ops.tanh(x).dispose(); // x is on the device now
    ops.meter.reset();
    const start = ops.meter.liveBytes;
    let current = ops.tanh(x);
    for (let i = 0; i < 50; i++) {
      const next = ops.tanh(current);
      current.dispose();
      current = next;
    }
    expect(ops.meter.peakBytes - start).toBe(2 * 4096 * 4);
    expect(ops.meter.dispatches).toBe(51);
    let wanted = 0.5;
    for (let i = 0; i < 51; i++) wanted = Math.tanh(wanted);
    expect((await ops.read([current]))[17]).toBeCloseTo(wanted, 5);
    tf.dispose([x, current]);
  });

  test('data from the host that goes into a reused buffer comes after the kernels that read the old', async () => {
    const [a, b] = [filled(2048, 0.25), filled(2048, 0.75)];
    const first = ops.tanhBackward(a, a); // a is on the device now
    a.dispose();
    const c = filled(2048, 4); // takes a's buffer
    const second = ops.tanhBackward(c, b);
    const values = await ops.read([first, second]);
    expect(values[5]).toBe(0.25 * (1 - 0.0625));
    expect(values[2048 + 5]).toBe(4 * (1 - 0.5625));
    tf.dispose([b, c, first, second]);
  });

  test('purging the pool leaves only live bytes, and later ops still work', async () => {
    const x = filled(512, 0.5);
    ops.tanh(x).dispose();
    expect(ops.meter.pooledBytes).toBeGreaterThan(0);
    ops.purgePool();
    expect(ops.meter.pooledBytes).toBe(0);
    const y = ops.tanh(x);
    expect((await ops.read([y]))[0]).toBeCloseTo(Math.tanh(0.5), 6);
    tf.dispose([x, y]);
  });

  test('a software adapter gets kernels without barriers', async () => {
    const info = (await navigator.gpu.requestAdapter())?.info;
    expect(createWebGPUOps().software).toBe(info?.isFallbackAdapter || info?.architecture === 'swiftshader');
  });

  test('repeating a shape compiles nothing', () => {
    const run = (): void => ops.tanh(filled(99, 1)).dispose();
    run();
    const compiled = ops.pipelineCount;
    run();
    expect(ops.pipelineCount).toBe(compiled);
  });

  test('what was read once and then overwritten is read anew by tfjs', async () => {
    const random = maker(1);
    const make = (): tf.Tensor => tf.tensor(random(4, 8).values, [4, 8]);
    const [dy, weight, old] = [make(), tf.tensor(randomNumbers(2)(64), [8, 8]), make()];
    const before = await ops.read([old]);
    await old.data();
    const dx = ops.linearBackward({
      dy,
      input: null,
      linear: { weight, bias: weight, adapter: null },
      lowRank: null,
      gradients: { weight: null, bias: null, a: null, b: null },
      throughGelu: null,
      needsDx: true,
      accumulateInto: old,
    });
    expect(await dx!.data()).not.toEqual(before);
    expect(await dx!.data()).toEqual(await ops.read([dx!]));
    tf.dispose([dy, weight, dx!]);
  });

  test('a kernel that does not compile throws its name', async () => {
    const runner = new Runner({ software: true });
    const y = runner.tensor([4]);
    const source = {
      inputs: {},
      outputs: { y: 'f32' },
      uniforms: { size: 'u32' },
      workgroup: [4, 1],
      body: 'y[index] = nonsense;',
    } as const;
    runner.run('broken kernel', () => source, { buffers: { y }, uniforms: { size: 4 }, threads: 4 });
    await expect(runner.read([y])).rejects.toThrow(/broken kernel/);
    y.dispose();
  });
});
