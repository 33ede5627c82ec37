import { expect, it } from 'vitest';
import { basisWords, tookWords } from './timeWords';

it('tells what finished trials took instead of denying that it is known', () => {
  expect(tookWords(Array.from({ length: 8 }, () => ({ seconds: 4 })))).toBe('finished in 30 s');
  expect(tookWords([])).toBe('');
  expect(basisWords(null, null).basis).toContain('before the first has run');
});
