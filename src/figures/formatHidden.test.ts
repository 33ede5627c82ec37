import { expect, it } from 'vitest';
import { formatHiddenComparisons, formatHidden } from './formatHidden';

it('says that scenarios are hidden, and what that does to the comparisons', () => {
  expect([formatHidden(0), formatHiddenComparisons(0)]).toEqual(['', '']);
  expect(formatHidden(1)).toBe('1 scenario is hidden.');
  expect(formatHiddenComparisons(2)).toBe(
    '2 scenarios are hidden. Holm’s correction counts them all the same.',
  );
});
