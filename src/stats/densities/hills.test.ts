import { describe, expect, it } from 'vitest';
import { density, sharedBandwidth, SHARES } from './density';
import { heightAt, hillsOf } from './hills';

const VALUES = [[0.88, 0.9, 0.91], [0.6, 0.62, 0.61], [0.7, 0.72], [0.7], []];

describe('hills', () => {
  it('share axis, bandwidth and heights, and are the densities', () => {
    const { axis, curves, bandwidth, highest } = hillsOf(VALUES, 'fixed');
    expect(bandwidth).toBe(sharedBandwidth(VALUES));
    expect([axis.from, axis.to]).toEqual([0.45, 1]);
    expect(curves.map((curve) => curve.length > 0)).toEqual([true, true, false, false, false]);
    const [curve = []] = curves;
    for (const { x, y } of curve) {
      const here = { from: x, to: x + 1, points: 2, bandwidth, bounds: SHARES };
      expect(y).toBeCloseTo(density(VALUES[0] ?? [], here)[0]?.y ?? NaN, 9);
      expect(y).toBeLessThan(highest);
    }
  });

  it('zoom to the data, and say where they were reflected', () => {
    expect(hillsOf(VALUES, 'zoomed').axis.from).toBeGreaterThan(0.45);
    expect(hillsOf(VALUES, 'zoomed').reflected).toBe(false);
    expect(hillsOf([[0.999, 1]], 'zoomed')).toMatchObject({ reflected: true, axis: { to: 1 } });
  });

  it('keep to a range of one’s own, on the same bandwidth and with the whole scale beside it', () => {
    const { axis, whole, curves, bandwidth } = hillsOf(VALUES, { from: 0.85, to: 0.95 });
    expect([axis.from, axis.to, whole.from, whole.to]).toEqual([0.85, 0.95, 0.45, 1]);
    expect(bandwidth).toBe(sharedBandwidth(VALUES));
    expect(curves.map((curve) => curve.length > 0)).toEqual([true, false, false, false, false]);
  });

  it('are none without accuracies, on the whole scale', () => {
    expect(hillsOf([[], []], 'zoomed')).toMatchObject({ any: false, curves: [[], []], axis: { from: 0.45 } });
  });

  it('have heights between their points', () => {
    const curve = [
      { x: 0, y: 1 },
      { x: 1, y: 3 },
    ];
    expect(heightAt(curve, 0.5)).toBe(2);
    expect(heightAt(curve, 2)).toBe(0);
  });
});
