import { expect, it } from 'vitest';
import { mix } from './mix';

it('is each colour at the ends', () => {
  expect(mix('#1f77b4', 1, '#ffffff')).toBe('#1f77b4');
  expect(mix('#1f77b4', 0, '#faf8f3')).toBe('#faf8f3');
});

it('mixes as color-mix(in oklab) does', () => {
  // Chromium: color-mix(in oklab, #000 50%, #fff) is rgb(99, 99, 99); (in oklab, #f00 50%, #00f) is rgb(140, 83, 162).
  expect(mix('#000000', 0.5, '#ffffff')).toBe('#636363');
  expect(mix('#ff0000', 0.5, '#0000ff')).toBe('#8c53a2');
  // A scenario's colour on dark paper is rgb(49, 39, 25).
  expect(mix('#c28600', 0.18, '#161513')).toBe('#312719');
});
