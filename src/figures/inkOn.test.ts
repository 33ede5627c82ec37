/** @file Text is readable on any colour. */
import { expect, it } from 'vitest';
import { inkOn, relativeLuminance } from './inkOn';

const contrast = (a: string, b: string): number => {
  const [dark = 0, light = 0] = [relativeLuminance(a), relativeLuminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};

it('knows the ends of the scale', () => {
  expect(relativeLuminance('#ffffff')).toBeCloseTo(1);
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect([inkOn('#ffffff'), inkOn('#000000')]).toEqual(['#000000', '#ffffff']);
});

it('is read at 4.5:1 or more on every colour of a fine lattice', () => {
  const levels = Array.from({ length: 18 }, (_, i) => (i * 15).toString(16).padStart(2, '0'));
  const colors = levels.flatMap((r) => levels.flatMap((g) => levels.map((b) => `#${r}${g}${b}`)));
  const worst = Math.min(...colors.map((color) => contrast(color, inkOn(color))));
  expect(worst).toBeGreaterThanOrEqual(4.5);
});
