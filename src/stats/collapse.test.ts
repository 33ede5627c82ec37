import { expect, it } from 'vitest';
import { formatCollapsed, isCollapsed } from './collapse';

const trial = (right: number, validationClasses: number[]) => ({
  accuracy: right / validationClasses.reduce((sum, each) => sum + each, 0),
  validationClasses,
});

it('is a trial that is right for no more than the largest class and one sentence', () => {
  expect([499, 500, 501, 502].map((right) => isCollapsed(trial(right, [500, 500])))).toEqual([
    ...[true, true, true, false],
  ]);
  expect([36, 37, 38].map((right) => isCollapsed(trial(right, [10, 36, 14])))).toEqual([true, true, false]);
  // In floating point 58 / 87 * 87 is a little more than 58.
  expect(isCollapsed({ accuracy: 58 / 87, validationClasses: [57, 30] })).toBe(true);
});

it('is none whose classes or accuracy are not known', () => {
  expect(isCollapsed({ accuracy: 0.5 })).toBe(false);
  expect(isCollapsed({ accuracy: 0.5, validationClasses: [0, 0] })).toBe(false);
  expect(isCollapsed({ accuracy: null, validationClasses: [5, 5] })).toBe(false);
});

it('is counted by scenario in one sentence', () => {
  const group = (name: string, ...right: number[]) => ({
    scenario: { name },
    done: right.map((each) => trial(each, [50, 50])),
  });
  expect(formatCollapsed([group('r=8', 50, 91, 50), group('r=4', 90, 92), group('full', 51, 93)])).toBe(
    'Collapsed trials: r=8: 2 of 3; full: 1 of 2 (right for at most one sentence more than always naming the most ' +
      'frequent class; mean, deviation and interval include them).',
  );
  expect(formatCollapsed([group('r=4', 90, 92)])).toBe('');
});
