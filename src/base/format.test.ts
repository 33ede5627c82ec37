import { expect, it } from 'vitest';
import { plainNumber } from './format';

it('a setting is written in decimals down to 1e-4, with an exponent below, and reads back', () => {
  expect([4e-3, 1e-3, 0.01, 0.05, 2000, 5e-4, 0.0015, 1e-4, 0, 123456].map(plainNumber)).toEqual([
    ...['0.004', '0.001', '0.01', '0.05', '2000', '0.0005', '0.0015', '0.0001', '0', '123456'],
  ]);
  expect([9e-5, 1.5e-5, -2e-5, 1e-7, 1e21].map(plainNumber)).toEqual([
    ...['9e-5', '1.5e-5', '-2e-5', '1e-7', '1e21'],
  ]);
  for (let i = 1; i < 2000; i++) {
    const value = 1 / (i * i * 7.3);
    expect(Number(plainNumber(value))).toBe(value);
  }
});
