import { expect, it } from 'vitest';
import { shownName, shownShape, shownValue } from './shown';

it('shows any value shortly', () => {
  expect([null, undefined, 3, true, 'a"b', [1], { a: 1 }].map(shownValue)).toEqual([
    'null',
    'undefined',
    '3',
    'true',
    '"a\\"b"',
    'a list',
    'an object',
  ]);
  expect(shownValue('x'.repeat(1e6))).toHaveLength(63);
});

it('shows names and shapes on one line', () => {
  expect(shownName('a\n\u202eb\ud800')).toBe('a??b?');
  expect(shownName('\u{1f600}'.repeat(100), 11)).toBe(`${'\u{1f600}'.repeat(5)}...`);
  expect(shownShape([2, 3])).toBe('[2, 3]');
  expect(shownShape(new Array<number>(1e6).fill(1))).toBe('[1, 1, 1, 1, 1, 1, 1, 1, ...]');
});
