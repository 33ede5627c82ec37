/** @file The flags of equal footing. */
import { expect, it } from 'vitest';
import { readFootingFlags } from './footingFlags.mjs';

/** @param {Record<string, string>} values @param {string[]} switches @param {string} [other] */
const read = (values, switches = [], other = undefined) =>
  readFootingFlags({ values: new Map(Object.entries(values)), switches: new Set(switches) }, other);

it('reads what is to be equal to what, and how rates are tuned', () => {
  expect(read({})).toBeNull();
  expect(read({}, [], 'scores')).toBeNull();
  expect(read({ equal: 'memory' })).toEqual({
    equal: { footing: 'memory', reference: null },
    rates: null,
  });
  expect(read({ equal: 'time:a: b' }, ['tune-rates'])).toEqual({
    equal: { footing: 'time', reference: 'a: b' },
    rates: { count: 5, factor: 2, seeds: 2 },
  });
  expect(read({ rates: '3', 'rate-factor': '3', 'rate-seeds': '4' }, ['tune-rates'])?.rates).toEqual({
    ...{ count: 3, factor: 3, seeds: 4 },
  });
});

it('refuses what cannot be meant, with the flag’s name', () => {
  expect(() => read({ equal: 'speed' })).toThrow('--equal is "speed", not one of parameters, memory, time');
  expect(() => read({ rates: '3' })).toThrow('--rates belongs to --tune-rates, which is not there');
  expect(() => read({ rates: '4' }, ['tune-rates'])).toThrow('--rates is "4", not one of 3, 5, 7');
  expect(() => read({ equal: 'time' }, [], 'scores')).toThrow('does not go together with --scores');
});
