import { expect, it } from 'vitest';
import { guessingOf } from './guessing';

it('is one of the classes where all are equally frequent', () => {
  expect(guessingOf([20, 20, 20])).toEqual({
    share: 1 / 3,
    label: 'guessing',
    sentence: 'Guessing would be right for 33.3\u00a0%: one of 3 equally frequent classes.',
  });
  expect(guessingOf([500, 500])?.share).toBe(0.5);
  expect(guessingOf([8, 8, 8, 8, 8])?.share).toBe(0.2);
});

it('is the most frequent class where they are unequal', () => {
  expect(guessingOf([10, 36, 14])).toEqual({
    share: 0.6,
    label: 'majority class',
    sentence:
      'Always naming the most frequent class would be right for 60.0\u00a0%: 36 of 60 validation sentences.',
  });
  expect(guessingOf([5, 0])?.share).toBe(1);
});

it('is not known without rows', () => {
  expect(guessingOf(null)).toBeNull();
  expect(guessingOf([0, 0])).toBeNull();
});
