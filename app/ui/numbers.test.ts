import { describe, expect, it } from 'vitest';
import { RULES } from '../../src/experiment/address/rules';
import { parseNumber } from './numbers';

describe('parseNumber', () => {
  it.each([
    ['4e-3', 0.004],
    [' .5 ', 0.5],
    ['1', 1],
  ])('reads %s', (text, value) => expect(parseNumber(text, RULES.learningRate)).toEqual({ value }));

  it.each(['', 'abc', '0,004', '1e', 'Infinity', '0x10', '1_000', '-1', '0'])(
    'refuses %j, naming the field',
    (text) => {
      const parsed = parseNumber(text, RULES.learningRate);
      expect('message' in parsed && parsed.message).toMatch(/^Learning rate.*above 0/);
    },
  );
  it('tells those who write a decimal comma to use a point', () => {
    const parsed = parseNumber('0,004', RULES.learningRate);
    expect('message' in parsed && parsed.message).toContain('with a point');
  });

  it('refuses fractions where only whole numbers make sense', () => {
    expect(parseNumber('2.5', RULES.trials)).toHaveProperty('message');
  });
});
