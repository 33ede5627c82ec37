import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../base/random';
import type { TensorLife } from '../../index';
import { peakLiveBytes, planBuffers } from './bufferPlan';

const planned = (passes: ReadonlyMap<string, readonly TensorLife[]>) =>
  planBuffers(new Map([...passes].map(([name, tensors]) => [name, { tensors }])));

const life = (bytes: number, born: number, died: number | null): TensorLife => ({ bytes, born, died });
const total = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + size, 0);

/** A pass like the engine's: each layer keeps some tensors until its backward pass and drops others at once. */
function encoderLike(layers: number, unit: number, seed: number): TensorLife[] {
  const random = createRandom(seed, 'lives');
  const lives: TensorLife[] = [];
  let time = 0;
  const kept: { bytes: number; born: number }[][] = [];
  for (let layer = 0; layer < layers; layer++) {
    kept.push([3, 1, 1, 4].map((units) => ({ bytes: units * unit, born: time++ })));
    const born = time++;
    lives.push(life(4 * unit, born, (time += 1 + Math.floor(random.uniform() * 3))));
    time++;
  }
  for (const tensors of kept.reverse()) {
    const born = time++;
    lives.push(life(unit, born, (time += 2)));
    for (const tensor of tensors) lives.push({ ...tensor, died: time++ });
  }
  return lives.sort((a, b) => a.born - b.born);
}

describe('a buffer plan', () => {
  test('lets tensors share a buffer that are not alive together', () => {
    const { sizes, buffers } = planned(new Map([['pass', [life(8, 0, 1), life(8, 1, 2), life(4, 2, 3)]]]));
    expect(sizes).toEqual([8]);
    expect(buffers.get('pass')).toEqual([0, 0, 0]);
  });

  test('does not plan what outlives the pass', () => {
    const { sizes, buffers } = planned(new Map([['pass', [life(8, 0, null), life(4, 1, 2)]]]));
    expect(sizes).toEqual([4]);
    expect(buffers.get('pass')).toEqual([null, 0]);
  });

  test.each([1, 2, 3, 4, 5])(
    'never gives two living tensors one buffer, nor a small one: seed %i',
    (seed) => {
      const passes = new Map([
        ['long', encoderLike(6, 96, seed)],
        ['short', encoderLike(6, 32, seed + 10)],
      ]);
      const { sizes, buffers } = planned(passes);
      for (const [name, lives] of passes)
        for (const [i, a] of lives.entries()) {
          expect(sizes[buffers.get(name)![i]!]).toBeGreaterThanOrEqual(a.bytes);
          for (const [j, b] of lives.entries())
            if (i !== j && buffers.get(name)![i] === buffers.get(name)![j])
              expect(a.died! <= b.born || b.died! <= a.born).toBe(true);
        }
    },
  );

  test('needs hardly more than what is alive at once, and nothing more for shorter batches', () => {
    const long = encoderLike(12, 1000, 7);
    const one = planned(new Map([['long', long]]));
    expect(total(one.sizes)).toBeLessThanOrEqual(1.03 * peakLiveBytes(long));
    const both = planned(
      new Map([
        ['short', encoderLike(12, 250, 7)],
        ['long', long],
      ]),
    );
    expect(total(both.sizes)).toBe(total(one.sizes));
  });
});
