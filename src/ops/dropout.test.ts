import { expect, it } from 'vitest';
import { dropoutMask, pcg, siteKey } from './dropout';

const SIZE = 100_000;

it('drops the asked share and keeps the expectation', () => {
  for (const rate of [0.05, 0.1, 0.5]) {
    const mask = dropoutMask(1234, { rate, site: 17 }, SIZE);
    const dropped = mask.filter((value) => value === 0).length / SIZE;
    const mean = mask.reduce((sum, value) => sum + value, 0) / SIZE;
    expect(Math.abs(dropped - rate)).toBeLessThan(0.01);
    expect(Math.abs(mean - 1)).toBeLessThan(0.02);
  }
});

it('is the same for the same step and site, and independent between steps, sites and neighbours', () => {
  const bits = (stepKey: number, site: number): Float32Array =>
    dropoutMask(stepKey, { rate: 0.5, site }, SIZE).map((value) => (value === 0 ? -1 : 1));
  const base = bits(1, 16);
  expect(bits(1, 16)).toEqual(base);
  const correlation = (other: Float32Array): number =>
    base.reduce((sum, value, i) => sum + value * other[i]!, 0) / SIZE;
  expect(Math.abs(correlation(bits(1, 17)))).toBeLessThan(0.02);
  expect(Math.abs(correlation(bits(2, 16)))).toBeLessThan(0.02);
  expect(Math.abs(correlation(Float32Array.from([...base.slice(1), base[0]!])))).toBeLessThan(0.02);
});

it('hashes to 32-bit unsigned integers', () => {
  for (const input of [0, 1, 0x7fffffff, 0xffffffff]) {
    expect(pcg(input)).toBe(pcg(input) >>> 0);
    expect(siteKey(input, 5)).toBe(siteKey(input, 5) >>> 0);
  }
});
