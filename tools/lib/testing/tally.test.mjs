import { expect, test } from 'vitest';
import { closingLine, failure, judge, sumOf } from './tally.mjs';

test('a stage that broke before counting is one failure', () => {
  expect(judge(1, null)).toEqual({ passed: 0, failed: 1, skipped: [] });
  expect(judge(0, null).failed).toBe(1);
});

test('a stage that ran no test is one failure, all skipped included', () => {
  const skipped = [{ name: 'a', reason: 'b' }];
  expect(judge(0, { passed: 0, failed: 0, skipped }).failed).toBe(1);
});

test('a runner that fails with all its tests passed is one failure', () => {
  expect(judge(1, { passed: 3, failed: 0, skipped: [] })).toEqual({ passed: 3, failed: 1, skipped: [] });
});

test('counted results stay as they are', () => {
  const tally = { passed: 3, failed: 2, skipped: [] };
  expect(judge(1, tally)).toBe(tally);
});

test('the closing line sums the stages and names skipped tests only if there are any', () => {
  const clean = { passed: 3, failed: 0, skipped: [] };
  expect(closingLine([clean, clean])).toBe('6 passed, 0 failed');
  const skipping = { passed: 0, failed: 1, skipped: [{ name: 'a', reason: 'b' }] };
  expect(closingLine([clean, skipping])).toBe('3 passed, 1 failed, 1 skipped');
});

test('a failure has the first line of its message that says something, without colours', () => {
  expect(failure('a', '\n\u001b[31mError: no\u001b[39m\nat b')).toEqual({ name: 'a', error: 'Error: no' });
  expect(failure('a', undefined).error).toBe('no message');
});

test('what two runners of a stage counted is summed, whatever they leave out', () => {
  const one = { passed: 3, failed: 1, skipped: [], failures: [{ name: 'a', error: 'b' }] };
  const other = {
    passed: 2,
    failed: 0,
    skipped: [{ name: 'c', reason: 'd' }],
    flaky: [{ name: 'e', error: 'f' }],
  };
  expect(sumOf([one, other])).toEqual({
    ...{ passed: 5, failed: 1, skipped: other.skipped },
    ...{ flaky: other.flaky, failures: one.failures },
  });
});
