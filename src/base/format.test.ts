import { expect, it } from 'vitest';
import { count, formatDate, plainNumber } from './format';

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

it('counts and dates read as the browser would write them in English', () => {
  const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
  for (const value of [
    0, 1, 12, 999, 999.5, 1000, 2.5, 1234.4, 12_345, 123_456, 1_234_567, 125_313_026, -4321,
  ])
    expect(count(value)).toBe(grouped.format(value));
  for (let month = 0; month < 12; month++) {
    const date = new Date(2026, month, 2 * month + 1, 12);
    const short = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
    expect(formatDate(date)).toBe(short.replace('Sept', 'Sep')); // Versions of the browsers differ in this one.
  }
  expect(() => formatDate(new Date(NaN))).toThrow(RangeError);
});
