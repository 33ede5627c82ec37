import { expect, it } from 'vitest';
import { given } from './testing';
import { createRandom } from './random';

const draws = (seed: number, purpose: string, n = 20_000): number[] => {
  const random = createRandom(seed, purpose);
  return Array.from({ length: n }, () => random.normal());
};

it('repeats for the same seed and purpose, and differs for another seed or purpose', () => {
  expect(draws(1, 'a', 5)).toEqual(draws(1, 'a', 5));
  expect(draws(2, 'a', 5)).not.toEqual(draws(1, 'a', 5));
  expect(draws(1, 'b', 5)).not.toEqual(draws(1, 'a', 5));
});

it('draws normals of mean 0, deviation 1 and the normal share within one deviation', () => {
  const values = draws(7, 'check');
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const within = values.filter((value) => Math.abs(value) < 1).length / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(Math.abs(variance - 1)).toBeLessThan(0.03);
  expect(Math.abs(within - 0.6827)).toBeLessThan(0.01);
});

it('neighbouring seeds are not correlated', () => {
  const [a, b] = [draws(1, 'x'), draws(2, 'x')];
  const product = a.reduce((sum, value, i) => sum + value * given(b[i]), 0) / a.length;
  expect(Math.abs(product)).toBeLessThan(0.03);
});

it('shuffles every element to every position about equally often', () => {
  const random = createRandom(3, 'shuffle');
  const counts = Array.from({ length: 5 }, () => Array<number>(5).fill(0));
  for (let i = 0; i < 10_000; i++)
    for (const [position, value] of random.shuffle([0, 1, 2, 3, 4]).entries()) {
      const row = given(counts[position]);
      row[value] = given(row[value]) + 1;
    }
  for (const count of counts.flat()) expect(Math.abs(count - 2000)).toBeLessThan(200);
});
