import { expect, it } from 'vitest';
import { offeredRanks } from './ranks';

it('offers powers of two and what is between them, and the present rank', () => {
  expect(offeredRanks(16, 8)).toEqual([1, 2, 3, 4, 6, 8, 12, 16]);
  expect(offeredRanks(16, 5)).toEqual([1, 2, 3, 4, 5, 6, 8, 12, 16]);
  expect(offeredRanks(16, 300).at(-1)).toBe(300);
});
