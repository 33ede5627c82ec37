import { expect, it } from 'vitest';
import { hiddenComparisonsWords, hiddenWords } from './viewWords';

it('says that scenarios are hidden, and what that does to the comparisons', () => {
  expect([hiddenWords(0), hiddenComparisonsWords(0)]).toEqual(['', '']);
  expect(hiddenWords(1)).toBe('1 scenario is hidden.');
  expect(hiddenComparisonsWords(2)).toBe(
    '2 scenarios are hidden. Only the comparisons shown are tested, and Holm’s correction counts just these.',
  );
});
