import { expect, it } from 'vitest';
import { packBytes, packHalves, unpackBytes, unpackHalves } from './packing';

it('rounds half floats to nearest, ties to even, down to subnormals and up to infinity', () => {
  const pairs: [number, number][] = [
    [0, 0],
    [-0, -0],
    [1, 1],
    [-2.5, -2.5],
    [65504, 65504],
    [65520, Infinity],
    [1 + 2 ** -11, 1],
    [1 + 3 * 2 ** -11, 1 + 2 ** -9],
    [1 + 2 ** -11 + 2 ** -20, 1 + 2 ** -10],
    [2 ** -24, 2 ** -24],
    [2 ** -26, 0],
    [2 ** -25 * 1.5, 2 ** -24],
    [-Infinity, -Infinity],
    [0.1, 0.0999755859375],
    [2047.75, 2048],
    [6.1e-5, 1023 * 2 ** -24],
  ];
  const got = unpackHalves(packHalves(Float32Array.from(pairs, ([value]) => value)));
  expect([...got]).toEqual(pairs.map(([, wanted]) => wanted));
  expect(unpackHalves(packHalves(Float32Array.of(NaN, 1)))[0]).toBeNaN();
});

it('every half float stays what it is', () => {
  const words = Int32Array.from({ length: 32768 }, (_, i) => (2 * i) | ((2 * i + 1) << 16));
  const again = packHalves(unpackHalves(words));
  const isNaNHalf = (half: number): boolean => (half & 0x7c00) === 0x7c00 && (half & 0x3ff) !== 0;
  for (const [i, word] of words.entries())
    if (!isNaNHalf(word & 0xffff) && !isNaNHalf(word >>> 16)) expect(again[i]).toBe(word);
});

it('bytes are within half a step of their row, and a row of zeros stays zero', () => {
  const values = Float32Array.of(0.5, -1, 0.25, 0.003, 0, 0, 0, 0, 200, -100, 3, 1e-3);
  const { words, scale } = packBytes(values, 4);
  const got = unpackBytes(words, scale, 4);
  for (const [i, value] of values.entries())
    expect(Math.abs(got[i]! - value)).toBeLessThanOrEqual(scale[Math.floor(i / 4)]! * 0.5001);
  expect([...got.subarray(4, 8)]).toEqual([0, 0, 0, 0]);
  expect(got[1]).toBe(-1);
  expect(got[8]).toBeCloseTo(200, 4);
});
