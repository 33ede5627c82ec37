import { expect, test } from 'vitest';
import { transpose } from './transpose';

test.each([
  [1, 1],
  [1, 70],
  [70, 1],
  [32, 64],
  [33, 95],
])('%i x %i', (rows, columns) => {
  const numbers = Array.from({ length: rows * columns }, (_, i) => (i * 37) % 101);
  for (const values of [Float32Array.from(numbers), Uint16Array.from(numbers), Int8Array.from(numbers)]) {
    const got = transpose(values, rows, columns);
    expect(got).toBeInstanceOf(values.constructor);
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        expect(got[column * rows + row]).toBe(values[row * columns + column]);
  }
});
