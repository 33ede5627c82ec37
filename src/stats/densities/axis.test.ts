import { describe, expect, it } from 'vitest';
import { fixedAxis, liesOn, positionOn, rangeAxis, rangeBetween, zoomedAxis } from './axis';

describe('fixedAxis', () => {
  it('does not move with the data', () => {
    expect(fixedAxis([0.9, 0.91])).toEqual(fixedAxis([0.5, 0.99]));
    expect(fixedAxis([])).toMatchObject({ from: 0.45, to: 1, ticks: [0.5, 0.6, 0.7, 0.8, 0.9, 1] });
  });
  it('hides no trial that is worse than guessing', () => {
    expect(fixedAxis([0.3, 0.9]).from).toBe(0);
  });
  it('reaches down to what guessing finds among many classes', () => {
    expect(fixedAxis([0.9], 0.2)).toEqual(fixedAxis([], 0.2));
    expect(fixedAxis([0.9], 0.2).from).toBe(0);
    expect(fixedAxis([0.9], 0.5).from).toBe(0.45);
  });
  it('reaches below 0 only for correlations that do', () => {
    expect(fixedAxis([0.7], 0)).toEqual(fixedAxis([0.3]));
    expect(fixedAxis([-0.05], 0)).toMatchObject({ from: -0.2, ticks: [-0.2, 0, 0.2, 0.4, 0.6, 0.8, 1] });
    expect(fixedAxis([-0.98], 0).from).toBe(-1);
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

it('a zoomed axis may begin below 0 where the values may', () => {
  expect(zoomedAxis({ from: -0.031, to: 0.02 }).from).toBe(0);
  expect(zoomedAxis({ from: -0.031, to: 0.02 }, -1).from).toBeCloseTo(-0.04, 9);
});

describe('rangeAxis', () => {
  it('keeps the ends as they are, with round numbers between them', () => {
    expect(rangeAxis({ from: 0.865, to: 0.915 })).toEqual({
      from: 0.865,
      to: 0.915,
      ticks: [0.87, 0.88, 0.89, 0.9, 0.91],
    });
    expect(rangeAxis({ from: 0.9, to: 0.91 }).ticks).toEqual([0.9, 0.902, 0.904, 0.906, 0.908, 0.91]);
    expect(rangeAxis({ from: 0, to: 1 }).ticks).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  });
});

describe('positions', () => {
  it('are shares of the axis, and its ends lie on it', () => {
    const axis = { from: 0.5, to: 0.9 };
    expect(positionOn(axis, 0.6)).toBeCloseTo(0.25, 12);
    expect([0.5, 0.9, 0.49, 0.91].map((value) => liesOn(axis, value))).toEqual([true, true, false, false]);
  });
});

describe('rangeBetween', () => {
  const whole = { from: 0.45, to: 1 };
  const at = (value: number) => positionOn(whole, value);
  it('takes whole half points, drawn from either side', () => {
    expect(rangeBetween(whole, at(0.8512), at(0.9289))).toEqual({ from: 0.85, to: 0.93 });
    expect(rangeBetween(whole, at(0.9289), at(0.8512))).toEqual({ from: 0.85, to: 0.93 });
  });
  it('stays within the axis', () => {
    expect(rangeBetween(whole, -1, at(0.6))).toEqual({ from: 0.45, to: 0.6 });
    expect(rangeBetween(whole, at(0.9), 7)).toEqual({ from: 0.9, to: 1 });
  });
  it('is never too narrow to read', () => {
    expect(rangeBetween(whole, at(0.9), at(0.9))).toEqual({ from: 0.9, to: 0.91 });
    expect(rangeBetween(whole, 1, 1)).toEqual({ from: 0.99, to: 1 });
  });
});
