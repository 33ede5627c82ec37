import { expect, it } from 'vitest';
import { asGood, better } from '../../src/lessons/claims/expectation';
import { TENFOLD } from '../../src/lessons/claims/tenfold';
import { expectationText } from './claimTexts';

it('says what should be seen', () => {
  expect([better('a', 'b'), asGood('a', 'b'), ...TENFOLD].map(expectationText)).toEqual([
    '“a” is better than “b”',
    '“a” is as good as “b”, or nearly so',
    'the two best are “full, 0.0001” and “LoRA, 0.001”, or “full, 0.0003” and “LoRA, 0.003”, or “full, 0.001” and “LoRA, 0.01”',
  ]);
});
