import { expect, it } from 'vitest';
import { offeredRanks, rankByKey } from './ranks';

it('offers powers of two and what is between them, and the present rank', () => {
  expect(offeredRanks(16, 8)).toEqual([1, 2, 3, 4, 6, 8, 12, 16]);
  expect(offeredRanks(16, 5)).toEqual([1, 2, 3, 4, 5, 6, 8, 12, 16]);
  expect(offeredRanks(16, 300).at(-1)).toBe(300);
});

it('goes by one with the arrow keys, within what is allowed', () => {
  expect(['ArrowUp', 'ArrowRight', 'ArrowDown', 'ArrowLeft'].map((key) => rankByKey(key, 8))).toEqual([
    9, 9, 7, 7,
  ]);
  expect(rankByKey('ArrowDown', 1)).toBe(1);
  expect(rankByKey('ArrowUp', 1024)).toBe(1024);
  expect(rankByKey('Home', 8)).toBeNull();
});
