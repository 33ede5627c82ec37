import { expect, it } from 'vitest';
import { hiddenComparisonsWords, hiddenWords, outsideWords } from './viewWords';

it('counts what a part of the axis does not show', () => {
  const axis = { from: 0.8, to: 0.9 };
  expect(outsideWords(axis, [0.8, 0.85, 0.9])).toBe('');
  expect(outsideWords(axis, [0.799, 0.85])).toBe('1 trial lies outside this range.');
  expect(outsideWords(axis, [0.1, 0.95, 0.901])).toBe('3 trials lie outside this range.');
});

it('says that scenarios are hidden, and what that does to the comparisons', () => {
  expect([hiddenWords(0), hiddenComparisonsWords(0)]).toEqual(['', '']);
  expect(hiddenWords(1)).toBe('1 scenario is hidden.');
  expect(hiddenComparisonsWords(2)).toBe(
    '2 scenarios are hidden. Only the comparisons shown are tested, and Holm’s correction counts just these.',
  );
});
