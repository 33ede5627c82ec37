import { describe, expect, it } from 'vitest';
import { fixedAxis, zoomedAxis } from './axis';

describe('fixedAxis', () => {
  it('does not move with the data', () => {
    expect(fixedAxis([0.9, 0.91])).toEqual(fixedAxis([0.5, 0.99]));
    expect(fixedAxis([])).toMatchObject({ from: 0.45, to: 1, ticks: [0.5, 0.6, 0.7, 0.8, 0.9, 1] });
  });
  it('hides no trial that is worse than guessing', () => {
    expect(fixedAxis([0.3, 0.9]).from).toBe(0);
  });
});

describe('zoomedAxis', () => {
  it('holds the whole range between round numbers', () => {
    const { from, to, ticks } = zoomedAxis({ from: 0.871, to: 0.903 });
    expect(from).toBeCloseTo(0.87);
    expect(to).toBeCloseTo(0.905);
    expect(ticks.length).toBeGreaterThan(2);
  });
  it('never promises more than everything right', () => {
    expect(zoomedAxis({ from: 0.95, to: 1.02 }).to).toBe(1);
  });
});
