import { describe, expect, it } from 'vitest';
import { createRandom } from '../../base/random';
import type { SingularTriplet } from './jacobi';
import { largestSingular } from './singularVectors';

const random = createRandom(7, 'matrices');
const noise = (size: number): Float32Array => Float32Array.from({ length: size }, () => random.normal());

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, each, i) => sum + each * b[i]!, 0);

/** W v - s u and W^T u - s v, the largest of their elements. */
function misfit(values: Float32Array, rows: number, columns: number, found: SingularTriplet): number {
  const { value, left, right } = found;
  let most = 0;
  for (let i = 0; i < rows; i++) {
    const product = right.reduce((sum, each, j) => sum + each * values[i * columns + j]!, 0);
    most = Math.max(most, Math.abs(product - value * left[i]!));
  }
  for (let j = 0; j < columns; j++) {
    const product = left.reduce((sum, each, i) => sum + each * values[i * columns + j]!, 0);
    most = Math.max(most, Math.abs(product - value * right[j]!));
  }
  return most;
}

describe('the largest singular triplets', () => {
  it.each([
    [40, 30, 6],
    [30, 40, 6],
    [7, 7, 7],
    [1, 5, 1],
    [200, 90, 4],
    [96, 160, 96],
  ])('of noise, %d x %d, fit it, are orthogonal and come in order: %d of them', (rows, columns, count) => {
    const values = noise(rows * columns);
    const found = largestSingular(values, [rows, columns], count);
    expect(found).toHaveLength(count);
    for (const [i, each] of found.entries()) {
      expect(misfit(values, rows, columns, each)).toBeLessThan(1e-8);
      for (const [j, other] of found.entries()) {
        expect(dot(each.left, other.left)).toBeCloseTo(i === j ? 1 : 0, 9);
        expect(dot(each.right, other.right)).toBeCloseTo(i === j ? 1 : 0, 9);
      }
      expect(each.value).toBeLessThanOrEqual(found[i - 1]?.value ?? Infinity);
      expect(Math.max(...each.right)).toBe(Math.max(...each.right.map(Math.abs)));
    }
    // Nothing larger was passed over: the squares of all values are the squares of all elements.
    const squares = values.reduce((sum, each) => sum + each ** 2, 0);
    const all = largestSingular(values, [rows, columns], Math.min(rows, columns));
    expect(all.reduce((sum, { value }) => sum + value ** 2, 0) / squares).toBeCloseTo(1, 9);
    for (const [i, { value }] of found.entries()) expect(value).toBeCloseTo(all[i]!.value, 8);
  });

  it('are found where values repeat or are zero', () => {
    const values = new Float32Array(36);
    for (const i of [0, 1, 2, 3]) values[i * 6 + i] = 2;
    const found = largestSingular(values, [6, 6], 5);
    for (const [i, wanted] of [2, 2, 2, 2, 0].entries()) expect(found[i]!.value).toBeCloseTo(wanted, 9);
    for (const each of found) expect(misfit(values, 6, 6, each)).toBeLessThan(1e-9);
    expect(largestSingular(new Float32Array(12), [3, 4], 2).map(({ value }) => value)).toEqual([0, 0]);
  });
});
