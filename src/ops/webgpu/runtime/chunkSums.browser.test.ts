import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { layOut, type Slot } from '../../flat';
import { WebGPUFlat } from './flat';
import { Runner } from './runner';
import { Comparison, expectClose, maker, type Values } from '../testing';

describe.each([true, false])('sums of chunks, kernels for software adapters: %s', (software) => {
  let runner: Runner;
  beforeAll(async () => {
    await Comparison.create({ software });
    runner = new Runner({ software });
  });

  const random = maker(7);
  const upload = ({ values, shape }: Values): tf.Tensor => tf.tensor(values, [...shape]);

  /** The cases have sizes that divide nothing, one or two outputs, and more sums than a kernel takes. */
  const PARTS = Array.from({ length: 17 }, (_, i) => ({
    values: random(1 + ((5 * i) % 13), 7 + 31 * i),
    split: i % 3 === 0 ? null : 1 + 20 * i,
  }));

  function layout(): WebGPUFlat {
    const entries = PARTS.flatMap(({ values, split }, i) => {
      const size = values.shape[1]!;
      const sizes = split === null ? [size] : [split, size - split];
      return sizes.map((length, n) => ({ name: `${i} ${n}`, shape: [length], decay: true }));
    });
    // The outputs are out of order, because the two outputs of a part need not be neighbours.
    return new WebGPUFlat(
      runner,
      layOut([...entries.filter((_, i) => i % 2), ...entries.filter((_, i) => i % 2 === 0)]),
    );
  }

  function add(flat: WebGPUFlat): void {
    for (const [i, { values, split }] of PARTS.entries()) {
      const outputs: readonly [Slot] | readonly [Slot, Slot] =
        split === null ? [flat.slot(`${i} 0`)] : [flat.slot(`${i} 0`), flat.slot(`${i} 1`)];
      runner.chunkSums.add(upload(values), outputs, split ?? undefined);
    }
  }

  async function expectSums(flat: WebGPUFlat): Promise<void> {
    const got = await flat.read();
    for (const [i, { values, split }] of PARTS.entries()) {
      const [chunks, size] = values.shape as [number, number];
      const wanted = new Float32Array(size);
      for (let chunk = 0; chunk < chunks; chunk++)
        for (let column = 0; column < size; column++)
          wanted[column]! += values.values[chunk * size + column]!;
      const first = flat.slot(`${i} 0`).entry.offset;
      expectClose(`${i}`, got.slice(first, first + (split ?? size)), wanted.slice(0, split ?? size), 1e-5);
      if (split === null) continue;
      const second = flat.slot(`${i} 1`).entry.offset;
      expectClose(`${i}, rest`, got.slice(second, second + size - split), wanted.slice(split), 1e-5);
    }
  }

  test('each alone, outside of a pass', async () => {
    const before = tf.memory().numTensors;
    const flat = layout();
    const start = runner.commands.dispatches;
    add(flat);
    expect(runner.commands.dispatches - start).toBe(PARTS.length);
    await expectSums(flat);
    flat.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('up to seven in a kernel where they wait for each other', async () => {
    const before = tf.memory().numTensors;
    const flat = layout();
    const start = runner.commands.dispatches;
    runner.chunkSums.gathered(() => add(flat));
    expect(runner.commands.dispatches - start).toBe(3);
    await expectSums(flat);
    flat.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('what waits is dropped where the body fails', () => {
    const flat = layout();
    const before = tf.memory().numTensors;
    const start = runner.commands.dispatches;
    const failing = (): void => {
      runner.chunkSums.add(upload(PARTS[0]!.values), [flat.slot('0 0')]);
      throw new Error('on purpose');
    };
    expect(() => runner.chunkSums.gathered(failing)).toThrow('on purpose');
    runner.chunkSums.finish();
    expect(runner.commands.dispatches).toBe(start);
    expect(tf.memory().numTensors).toBe(before);
    flat.dispose();
  });
});
