/** @file */
import { describe, expect, it } from 'vitest';
import { allTags, matching, formatStatus } from './status';
import { entry, lostTrial, LOWER, trial, UPPER } from './testing';

it('an entry says how complete it is', () => {
  const four = [LOWER, UPPER].flatMap((scenario) => [trial(scenario, 1), trial(scenario, 2)]);
  expect(formatStatus(entry('a', four))).toBe('complete');
  expect(formatStatus(entry('a', [...four, trial(UPPER, 3)]))).toBe('complete');
  expect(formatStatus(entry('a', [...four.slice(1), lostTrial(LOWER, 1)]))).toBe('3 of 4 done, 1 diverged');
  expect(formatStatus(entry('a', [...four.slice(0, 1), trial(LOWER, 1)]))).toBe('1 of 4 done');
  expect(formatStatus(entry('a', []))).toBe('0 of 4 done');
});

describe('finding entries', () => {
  const anna = { ...entry('Anna', []), tags: ['7b', 'GPU'] };
  const ben = { ...entry('Ben', []), tags: ['7b'], note: 'a laptop of his own' };
  const cem = { ...entry('Cem', [], { model: 'roberta-base' }), tags: [] };
  const all = [anna, ben, cem];

  it('goes by text and tag', () => {
    expect(matching(all, '', null)).toBe(all);
    expect(matching(all, '  OWN laptop ', null)).toEqual([ben]);
    expect(matching(all, 'roberta-base', null)).toEqual([cem]);
    expect(matching(all, '', '7b')).toEqual([anna, ben]);
    expect(matching(all, 'anna', '7b')).toEqual([anna]);
    expect(matching(all, 'upper', 'GPU')).toEqual([anna]);
  });

  it('lists the tags in use', () => {
    expect(allTags(all)).toEqual(['7b', 'GPU']);
  });
});
