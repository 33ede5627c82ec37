/** @file What stands beside the costs of trials that trained together. */
import { expect, it } from 'vitest';
import { sampleTrial } from '../experiment/testing';
import { companyCosts, formatCompanies } from './companies';

const HEAD = { name: 'head', color: '#000000', method: 'classifier' } as const;
const nbsp = (text: string): string => text.replaceAll('~', '\u00a0');

it('says nothing of trials that trained alone', () => {
  expect(formatCompanies([])).toBe('');
  expect(formatCompanies([sampleTrial({})])).toBe('');
});

it('counts a company once, whose trials each know of its time', () => {
  const five = Array.from({ length: 5 }, (_, seed) =>
    sampleTrial({ seed, together: { trials: 5, seconds: seed === 2 ? 7 : 40, peakBytes: 212e6 } }),
  );
  expect(formatCompanies(five)).toBe(nbsp('trained 5 at a time: 40~s in all, 212~MB at most'));
});

it('adds up companies of several sizes and scenarios', () => {
  const of = (scenario: object, count: number, trials: number, seconds: number, peakBytes: number) =>
    Array.from({ length: count }, (_, seed) =>
      sampleTrial({ ...scenario, seed, together: { trials, seconds, peakBytes } }),
    );
  // Two companies of three, one of two, and one of another scenario, a trial of which has failed.
  const records = [
    ...of({}, 3, 3, 20, 100e6),
    ...of({}, 3, 3, 25, 100e6),
    ...of({}, 2, 2, 10, 80e6),
    ...of({ scenario: HEAD }, 2, 3, 5, 1.5e9),
  ];
  expect(companyCosts(records)).toEqual({ trials: 3, seconds: 60, peakBytes: 1.5e9 });
  expect(companyCosts([sampleTrial({})])).toBeNull();
  expect(formatCompanies(records)).toBe(nbsp('trained 2 to 3 at a time: 1~min in all, 1.50~GB at most'));
});
