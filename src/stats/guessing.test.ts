import { expect, it } from 'vitest';
import { guessingOf } from './guessing';

it('is one of the classes where all are equally frequent', () => {
  expect(guessingOf([20, 20, 20])).toEqual({
    share: 1 / 3,
    label: 'guessing',
    sentence: 'Guessing would be right for 33.3\u00a0%: one of 3 equally frequent classes.',
    warning: '',
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
    warning:
      'The classes are unequal: naming the most frequent one every time already has an accuracy of 60.0\u00a0%. ' +
      'Macro-F1 and MCC are high only where every class is found.',
  });
  expect(guessingOf([5, 0])?.share).toBe(1);
});

it('is not known without rows', () => {
  expect(guessingOf(null)).toBeNull();
  expect(guessingOf([0, 0])).toBeNull();
});

it('is by other measures what naming the most frequent class gives', () => {
  expect(guessingOf([30, 70], 'macroF1')).toEqual({
    share: expect.closeTo(0.7 / 1.7, 12) as number,
    label: 'majority class',
    sentence: 'The macro-F1 of always naming the most frequent class is 41.2\u00a0%.',
    warning: '',
  });
  expect(guessingOf([30, 70], 'balancedAccuracy')?.share).toBe(0.5);
  expect(guessingOf([30, 70], 'mcc')).toMatchObject({
    share: 0,
    sentence: expect.stringContaining('is 0.000.') as string,
  });
});

it('warns of classes as unequal as those of the tasks that GLUE judges by F1 or MCC, and of no others', () => {
  const isTold = (...classes: number[]) => guessingOf(classes)?.warning !== '';
  // CoLA, MRPC, QQP; then WNLI, RTE, SST-2, and MNLI with three classes: rows of their validation sets.
  expect([isTold(322, 721), isTold(129, 279), isTold(25545, 14885)]).toEqual([true, true, true]);
  expect([isTold(40, 31), isTold(146, 131), isTold(428, 444), isTold(3479, 3123, 3213)]).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(isTold(5)).toBe(false);
  // With two classes it begins at 60 %, which floating point puts just below.
  expect([isTold(600, 400), isTold(599, 401)]).toEqual([true, false]);
});
