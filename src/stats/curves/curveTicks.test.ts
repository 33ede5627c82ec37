import { describe, expect, it } from 'vitest';
import { accuracyTicks, lossTicks, stepTicks } from './curveTicks';

describe('lossTicks', () => {
  it('ends at or above the highest loss, at round numbers', () => {
    expect(lossTicks(0.72)).toEqual([0, 0.25, 0.5, 0.75]);
    expect(lossTicks(0.76)).toEqual([0, 0.3, 0.6, 0.9]);
    expect(lossTicks(1.9)).toEqual([0, 0.8, 1.6, 2.4]);
    expect(lossTicks(0.031)).toEqual([0, 0.015, 0.03, 0.045]);
  });

  it('stays where it is for its own end', () => {
    for (const highest of [0.75, 0.9, 2.4, 30, 0.003])
      expect(lossTicks(lossTicks(highest).at(-1) ?? 0)).toEqual(lossTicks(highest));
  });

  it('suits the first losses before there are any', () => {
    expect(lossTicks(0)).toEqual([0, 0.25, 0.5, 0.75]);
  });
});

describe('accuracyTicks', () => {
  it('reaches from all right down to the lowest accuracy', () => {
    expect(accuracyTicks(0.52)).toEqual([0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    expect(accuracyTicks(0.49)).toEqual([0.4, 0.6, 0.8, 1]);
    expect(accuracyTicks(0.93)).toEqual([0.92, 0.94, 0.96, 0.98, 1]);
    expect(accuracyTicks(0)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  });

  it('has some length where everything is right', () => {
    expect(accuracyTicks(1)).toEqual([0.95, 0.96, 0.97, 0.98, 0.99, 1]);
  });

  it('stays where it is for its own end', () => {
    for (let lowest = 0; lowest <= 1; lowest += 0.013) {
      const ticks = accuracyTicks(lowest);
      expect(accuracyTicks(ticks[0] ?? NaN)).toEqual(ticks);
      expect(ticks[0]).toBeLessThanOrEqual(lowest);
    }
  });
});

describe('stepTicks', () => {
  it('names whole steps, five intervals at most', () => {
    expect(stepTicks(1)).toEqual([0, 1]);
    expect(stepTicks(8)).toEqual([0, 2, 4, 6, 8]);
    expect(stepTicks(225)).toEqual([0, 50, 100, 150, 200]);
    expect(stepTicks(800)).toEqual([0, 200, 400, 600, 800]);
    expect(stepTicks(100_000)).toHaveLength(6);
  });
});
