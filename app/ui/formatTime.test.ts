import { expect, it } from 'vitest';
import { GPU } from '../store/eta/devices.testing';
import { formatBasis, formatTimeTaken } from './formatTime';

it('tells what finished trials took instead of denying that it is known', () => {
  expect(
    formatTimeTaken(
      Array.from({ length: 8 }, () => ({ seconds: 4 })),
      8,
    ),
  ).toBe('finished in 30\u00a0s');
  expect(formatTimeTaken([{ seconds: 4 }, { seconds: 3 }], 8)).toBe('2 of 8 finished in 7\u00a0s');
  expect(formatTimeTaken([], 8)).toBe('');
  expect(formatBasis(null, GPU).basis).toContain('the first trial will tell');
  expect(formatBasis(null, GPU, true).basis).toMatch(/^too little has run to tell/);
});
