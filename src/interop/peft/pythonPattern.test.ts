import { expect, it } from 'vitest';
import { LabError } from '../../base/errors';
import { pythonPattern } from './pythonPattern';

it.each([
  'query',
  '.*\\.(query|value)',
  '.*\\.layer\\.(0|1|2|3|4|5|6|7|8|9|10|11)\\.attention\\.self\\.(query|key|value)',
  '(?:.*\\.)?attention\\.output\\.dense',
  '.*?layer\\.[0-9]+.*dense',
])('compiles %s', (pattern) => {
  expect(pythonPattern(pattern, 'target_modules', true)).toBeInstanceOf(RegExp);
});

it.each([
  ['options, one after another', `${'.?'.repeat(100)}!`],
  ['choices, one after another', `${'(?:.|e)'.repeat(60)}!`],
  ['empty choices', `${'(|.)'.repeat(60)}!`],
  ['bounded repetitions', `${'.{0,30}'.repeat(8)}!`],
  ['a class that is empty to JavaScript alone', '[^](.*)*!'],
  ['repetitions in repetitions', '(a+)+!'],
])('refuses %s', (_, pattern) => {
  expect(() => pythonPattern(pattern, 'target_modules', true)).toThrow(LabError);
});
