import { expect, it } from 'vitest';
import { packBits, unpackBits } from './bits';

it('the first value is the lowest bit of the first byte', () => {
  const values = [true, false, false, false, false, false, false, false, false, true];
  expect(packBits(values)).toBe(btoa('\u0001\u0002'));
  expect([...(unpackBits(packBits(values), 10) ?? [])]).toEqual(values.map(Number));
});

it.each([0, 1, 7, 8, 9, 23, 24, 25, 1000])('%i values come back', (count) => {
  const values = Array.from({ length: count }, (_, i) => (i * i) % 3 === 1);
  expect(unpackBits(packBits(values), count)).toEqual(Uint8Array.from(values, Number));
});

it.each([
  ['AQ==', 9],
  ['AQI=', 8],
  ['AQ=', 8],
  ['A Q=', 8],
  ['====', 8],
  ['!!!!', 24],
  ['', 1],
])('%s is not %i values', (text, count) => {
  expect(unpackBits(text, count)).toBeNull();
});
