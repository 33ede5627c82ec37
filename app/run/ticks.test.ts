import { describe, expect, it } from 'vitest';
import { lossTicks, stepTicks } from './ticks';

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

describe('stepTicks', () => {
  it('names whole steps, five intervals at most', () => {
    expect(stepTicks(1)).toEqual([0, 1]);
    expect(stepTicks(8)).toEqual([0, 2, 4, 6, 8]);
    expect(stepTicks(225)).toEqual([0, 50, 100, 150, 200]);
    expect(stepTicks(800)).toEqual([0, 200, 400, 600, 800]);
    expect(stepTicks(100_000)).toHaveLength(6);
  });
});
