import { describe, expect, it } from 'vitest';
import { curve, smooth } from './smoothing';

describe('smooth', () => {
  it('leaves a constant as it is, from the first step on', () => {
    for (const loss of smooth([2, 2, 2])) expect(loss).toBeCloseTo(2);
  });
  it('passes over steps whose loss is missing or not a number', () => {
    expect(smooth([1, NaN, 1]).at(-1)).toBeCloseTo(1);
  });
});

describe('curve', () => {
  it('ends at the last step, however few points it has', () => {
    const losses = Array.from({ length: 1001 }, () => 1);
    const points = curve(losses, 1001, 50);
    expect(points.length).toBeLessThanOrEqual(51);
    expect(points.at(-1)?.step).toBe(1001);
  });
});
