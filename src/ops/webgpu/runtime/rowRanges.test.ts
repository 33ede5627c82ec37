import { expect, it } from 'vitest';
import { LabError } from '../../../base/errors';
import { rowRanges } from './rowRanges';

const ALIGNMENT = 256;

it.each([
  ['roberta-base on 128 MiB', 50_265, 768 * 4, 128 * 2 ** 20, 2],
  ['an odd width', 1000, 30 * 4, 10_000, 16],
  ['rows of one element', 5000, 4, 1024, 20],
  ['a last range of one row', 65, 64, 64 * 64, 2],
])('covers %s in order, aligned, within the limit', (_, rows, rowBytes, bytes, count) => {
  const ranges = rowRanges(rows, rowBytes, { bytes, alignment: ALIGNMENT });
  expect(ranges.length).toBe(count);
  let next = 0;
  for (const range of ranges) {
    expect(range.first).toBe(next);
    expect((range.first * rowBytes) % ALIGNMENT).toBe(0);
    expect(range.rows * rowBytes).toBeLessThanOrEqual(bytes);
    next += range.rows;
  }
  expect(next).toBe(rows);
});

it('leaves a table whole that fits', () => {
  expect(rowRanges(100, 120, { bytes: 12_000, alignment: ALIGNMENT })).toEqual([{ first: 0, rows: 100 }]);
});

it('refuses rows that cannot be aligned within the limit', () => {
  expect(() => rowRanges(100, 120, { bytes: 3000, alignment: ALIGNMENT })).toThrow(LabError);
});
