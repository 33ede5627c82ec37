import { expect, it } from 'vitest';
import { summarize } from './summary';
import {
  formatBandwidth,
  formatInterval,
  formatLeftOut,
  formatOutside,
  formatResolution,
} from './formatSummary';

const NONE = { diverged: 0, failed: 0, cancelled: 0 };

it('tells in words which trials are in no figure, and why', () => {
  const group = (name: string, others: typeof NONE) => ({ scenario: { name }, others });
  expect(formatLeftOut([group('lower', { ...NONE, diverged: 2, cancelled: 1 }), group('upper', NONE)])).toBe(
    'Trials in no mean, curve or comparison: lower: 2 diverged, 1 cancelled ' +
      '(diverged: the loss was no longer a finite number; cancelled: somebody stopped it).',
  );
  expect(formatLeftOut([group('lower', NONE)])).toBe('');
});

it('tells the resolution', () => {
  const groups = [{ summary: summarize([0.9, 0.8]) }];
  // sqrt(.85 * .15 / 400) is 0.017854.
  expect(formatResolution(groups, 400)).toBe(
    'Resolution: one of 400 validation sentences is worth 0.25\u00a0points; a single accuracy has a ' +
      'binomial standard error of 1.79\u00a0points.',
  );
  // sqrt(.1 * .9 / 400) is 0.015; the unit is written once.
  expect(formatResolution([...groups, { summary: summarize([0.9]) }], 400)).toContain(
    'error of 1.50 to 1.79\u00a0points.',
  );
  expect(formatResolution(groups, null)).toContain('not known');
  expect(formatResolution([{ summary: summarize([]) }], 400)).toBe('');
});

it('keeps intervals within what an accuracy can be, and tells the bandwidth', () => {
  expect(formatInterval({ from: 0.851, to: 1.02 })).toBe('85.1 to 100.0\u00a0%');
  expect(formatInterval({ from: -0.1, to: 0.5 })).toBe('0.0 to 50.0\u00a0%');
  expect(formatBandwidth(0.0123, false)).toMatch(
    /bandwidth 1\.23\u00a0points, the median of what Silverman.*each scenario\.$/,
  );
  expect(formatBandwidth(0.0123, true)).toContain('reflected');
});

it('counts what a part of the axis does not show', () => {
  const axis = { from: 0.8, to: 0.9 };
  expect(formatOutside(axis, [0.8, 0.85, 0.9])).toBe('');
  expect(formatOutside(axis, [0.799, 0.85])).toBe('1 trial lies outside this range.');
  expect(formatOutside(axis, [0.1, 0.95, 0.901])).toBe('3 trials lie outside this range.');
});
