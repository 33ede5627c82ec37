import { describe, expect, it } from 'vitest';
import { allDifferences } from '../../../src/stats/comparisons/differences';
import { firstCell, cellByKey, cellText, readCell } from './matrixCells';

const seeded = (accuracies: readonly number[]) => ({
  values: accuracies.map((value, i) => ({ seed: i + 1, value })),
  ended: accuracies.length,
});
const RULES = { plan: null, firstSeed: 1, delta: 0.01, rows: 1000 };
const NONE = seeded([]);
const FULL = seeded([0.911, 0.93, 0.912, 0.899, 0.911]);
const EIGHT = seeded([0.874, 0.914, 0.902, 0.9, 0.899]);
const CLASSIFIER = seeded([0.577, 0.611, 0.603, 0.604, 0.573]);

describe('the matrix', () => {
  const matrix = allDifferences([FULL, NONE, EIGHT, CLASSIFIER], RULES);

  it('starts at the first pair with results', () => {
    expect(firstCell(matrix)).toEqual({ row: 0, column: 2 });
    expect(firstCell(allDifferences([FULL, NONE], RULES))).toBeNull();
    expect(firstCell(allDifferences([], RULES))).toBeNull();
  });

  it('is walked by arrow keys, past the diagonal and what is empty', () => {
    const from = { row: 0, column: 2 };
    expect(cellByKey(matrix, from, 'ArrowRight')).toEqual({ row: 0, column: 3 });
    expect(cellByKey(matrix, from, 'ArrowDown')).toEqual({ row: 3, column: 2 });
    expect(cellByKey(matrix, { row: 2, column: 3 }, 'ArrowLeft')).toEqual({ row: 2, column: 0 });
    expect(cellByKey(matrix, from, 'ArrowUp')).toEqual(from);
    expect(cellByKey(matrix, from, 'Enter')).toBeNull();
  });

  it('writes and reads places', () => {
    expect(readCell(cellText({ row: 12, column: 3 }))).toEqual({ row: 12, column: 3 });
    expect(readCell(undefined)).toBeNull();
  });
});
