import { expect, it } from 'vitest';
import { barTicks } from './barFigure';

it('has no more ticks than there is room for labels, and at least two, whatever the largest value', () => {
  expect(barTicks(41, true)).toEqual([0, 20, 40]);
  expect(barTicks(41, false)).toEqual([]);
  for (let to = 0.01; to < 1e12; to *= 1.07) {
    const { length } = barTicks(to, true);
    expect(length, String(to)).toBeGreaterThanOrEqual(2);
    expect(length, String(to)).toBeLessThanOrEqual(4);
  }
});
