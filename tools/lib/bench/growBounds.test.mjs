import { describe, expect, it } from 'vitest';
import { boundsOf, changesOf, largestOf, perDispatch } from './growBounds.mjs';

const DEVICE = { peaks: { teraflops: 50, gigabytesPerSecond: 2000 }, perDispatch: 0.005 };

describe('what bounds a step', () => {
  it('is in milliseconds', () => {
    const bounds = boundsOf({ dispatches: 200, flops: 5e10, bytes: 4e9 }, DEVICE);
    expect(bounds.dispatches).toBeCloseTo(1);
    expect(bounds.memory).toBeCloseTo(2);
    expect(bounds.arithmetic).toBeCloseTo(1);
    expect(largestOf(bounds)).toBe('memory');
  });

  it('counts dispatches by the step that has the least to compute', () => {
    const point = (/** @type {number} */ median, /** @type {number} */ dispatches) => ({
      throughput: { median, min: median, max: median },
      dispatches,
    });
    expect(perDispatch([point(2, 200), point(0.6, 100), point(9, 300)])).toBeCloseTo(0.006);
  });

  it('is dispatches alone where the rest is not known', () => {
    const bounds = boundsOf({ dispatches: 200, flops: null, bytes: null }, DEVICE);
    expect(largestOf(bounds)).toBe('dispatches');
  });

  it('changes where two lines cross on logarithmic axes', () => {
    /** @param {number} value @param {number} arithmetic */
    const point = (value, arithmetic) => ({ value, bounds: { dispatches: 1, memory: 0.1, arithmetic } });
    const changes = changesOf([point(1, 0.25), point(4, 1), point(16, 4), point(64, 16)]);
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ from: 'dispatches', to: 'arithmetic' });
    expect(changes[0]?.at).toBeCloseTo(4);
    expect(changesOf([point(1, 0.1), point(100, 10)])[0]?.at).toBeCloseTo(10);
    expect(changesOf([point(1, 0.1), point(2, 0.2)])).toEqual([]);
  });
});
