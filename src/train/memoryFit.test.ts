import { expect, it } from 'vitest';
import { largest } from './memoryFit';

it('finds the largest that fits, wherever the border is', () => {
  for (let most = 0; most <= 40; most++)
    for (let border = 0; border <= most; border++)
      expect(largest(most, (size) => size <= border)).toBe(border === 0 ? null : border);
});

it('looks seldom', () => {
  let looks = 0;
  expect(largest(1023, (size) => (looks++, size <= 700))).toBe(700);
  expect(looks).toBeLessThanOrEqual(10);
});
