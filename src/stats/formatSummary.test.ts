import { expect, it } from 'vitest';
import { summarize } from './summary';
import {
  formatBandwidth,
  formatLeftOut,
  formatOutside,
  formatResolution,
  formatUnmeasured,
} from './formatSummary';
import { formatInterval, MEASURE_FORMS } from './measures/measureForm';

const { accuracy, macroF1, mcc } = MEASURE_FORMS;

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
  expect(formatResolution(groups, 400, accuracy)).toBe(
    'Resolution: one of 400 validation sentences is worth 0.25\u00a0points; a single accuracy has a ' +
      'binomial standard error of 1.79\u00a0points.',
  );
  // sqrt(.1 * .9 / 400) is 0.015; the unit is written once.
  expect(formatResolution([...groups, { summary: summarize([0.9]) }], 400, accuracy)).toContain(
    'error of 1.50 to 1.79\u00a0points.',
  );
  expect(formatResolution(groups, null, accuracy)).toContain('not known');
  expect(formatResolution([{ summary: summarize([]) }], 400, accuracy)).toBe('');
});

it('keeps intervals within what an accuracy can be, and tells the bandwidth', () => {
  expect(formatInterval({ from: 0.851, to: 1.02 }, accuracy)).toBe('85.1 to 100.0\u00a0%');
  expect(formatInterval({ from: -0.1, to: 0.5 }, accuracy)).toBe('0.0 to 50.0\u00a0%');
  expect(formatInterval({ from: -0.1, to: 1.5 }, mcc)).toBe('−0.100 to 1.000');
  expect(formatInterval({ from: -1.2, to: 0.5 }, mcc)).toBe('−1.000 to 0.500');
  expect(formatBandwidth(0.0123, false, accuracy)).toMatch(
    /bandwidth 1\.23\u00a0points, the median of what Silverman.*each scenario\.$/,
  );
  expect(formatBandwidth(0.0123, true, accuracy)).toContain('reflected');
  expect(formatBandwidth(0.0123, false, mcc)).toContain('bandwidth 0.0123,');
});

it('tells no binomial error of what is no share of the sentences, and names the trials that have no value', () => {
  const groups = [{ summary: summarize([0.9, 0.8]) }];
  expect(formatResolution(groups, 400, macroF1)).toMatch(
    /^Each macro-F1 is of 400 .* no binomial standard error/,
  );
  const trials = Array.from({ length: 9 }, (_, i) => ({ seed: i + 1 }));
  const group = (name: string, known: number) => ({
    ...{ scenario: { name }, done: trials, measured: trials.slice(9 - known) },
  });
  expect(formatUnmeasured([group('lower', 7), group('upper', 9), group('all', 0)], macroF1)).toMatch(
    /^Finished trials without macro-F1: lower: 2 of 9 \(seed 1, 2\); all: 9 of 9 \(seed 1, 2, 3, 4, 5, 6 and 3 more\)\. .* by accuracy\.$/,
  );
  expect(formatUnmeasured([group('upper', 9)], macroF1)).toBe('');
});

it('counts what a part of the axis does not show', () => {
  const axis = { from: 0.8, to: 0.9 };
  expect(formatOutside(axis, [0.8, 0.85, 0.9])).toBe('');
  expect(formatOutside(axis, [0.799, 0.85])).toBe('1 trial lies outside this range.');
  expect(formatOutside(axis, [0.1, 0.95, 0.901])).toBe('3 trials lie outside this range.');
});
