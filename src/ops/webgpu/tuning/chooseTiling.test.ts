import { describe, expect, it } from 'vitest';
import { chooseTiling } from './chooseTiling';

describe('chooseTiling', () => {
  it('takes the fastest by the median, so that one slow timing does not count', () => {
    const rounds = [
      [2, 1.5, 1.4],
      [2, 1.5, 9],
      [2, 1.5, 1.4],
    ];
    expect(chooseTiling(rounds)).toEqual({ index: 2, gain: 2 / 1.4 });
  });

  it('stays with the table for less than timings differ by', () => {
    expect(
      chooseTiling([
        [2, 1.91],
        [2, 1.92],
      ]),
    ).toEqual({ index: 0, gain: 1 });
    expect(
      chooseTiling([
        [2, 1.89],
        [2, 1.89],
      ]).index,
    ).toBe(1);
  });

  it('chooses nothing by one round, or without a time of the table', () => {
    expect(chooseTiling([]).index).toBe(0);
    expect(chooseTiling([[2, 1]]).index).toBe(0);
    expect(
      chooseTiling([
        [0, 1],
        [2, 1],
      ]).index,
    ).toBe(0);
  });

  it('leaves out what could not be timed', () => {
    const rounds = [
      [2, 0, 1],
      [2, 0.5, 1],
      [2, NaN, 1],
    ];
    expect(chooseTiling(rounds)).toEqual({ index: 2, gain: 2 });
  });
});
