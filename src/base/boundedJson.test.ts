import { expect, it } from 'vitest';
import { DEEPEST, parseBoundedJson } from './boundedJson';

it('parses what JSON.parse does', () => {
  for (const value of [null, 3, 'a"[\\', { '\\"': ['[[[', '\\\\'] }, [[[]]], '['.repeat(2 * DEEPEST)])
    expect(parseBoundedJson(JSON.stringify(value))).toEqual(value);
  expect(() => parseBoundedJson('{"a": "')).toThrow(SyntaxError);
});

it('refuses what is nested too deep', () => {
  const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
  expect(Array.isArray(parseBoundedJson(nested(DEEPEST)))).toBe(true);
  expect(() => parseBoundedJson(nested(DEEPEST + 1))).toThrow('deep');
  expect(() => parseBoundedJson('{"a":'.repeat(100_000))).toThrow('deep');
});

it('takes no longer than its length deserves', () => {
  const begun = performance.now();
  expect(() => parseBoundedJson(`"${'\\'.repeat(400_001)}`)).toThrow(SyntaxError);
  expect(() => parseBoundedJson(`["${'\\"'.repeat(400_000)}`)).toThrow(SyntaxError);
  expect(performance.now() - begun).toBeLessThan(1000);
});
