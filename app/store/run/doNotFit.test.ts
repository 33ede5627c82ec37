import { describe, expect, it } from 'vitest';
import type { DoesNotFit } from '../../../workers/client';
import { formatDoNotFit, fittingBatch } from './doNotFit';

const ALL: DoesNotFit = {
  scenario: 'all',
  source: 'person',
  bytes: 812e6,
  limitBytes: 500e6,
  batchSize: 32,
  largestBatch: 12,
};

describe('formatDoNotFit', () => {
  it('names scenario, bytes, limit, where the limit comes from, and the batch that fits', () => {
    const { message, remedy } = formatDoNotFit([ALL]);
    expect(message).toBe(
      '“all” would take 812\u00a0MB with batches of 32, and you allow 500\u00a0MB of this device’s memory.',
    );
    expect(remedy).toContain('The largest batch size that fits is 12');
  });

  it.each([
    ['earlier', 'a trial of 500\u00a0MB has found no room on this device before'],
    ['tensor', 'this GPU lets a kernel see 500\u00a0MB at a time'],
  ] as const)('says where the limit comes from: %s', (source, words) => {
    expect(formatDoNotFit([{ ...ALL, source }]).message).toContain(words);
  });

  it('takes the batch with which all fit, and says what else there is where none does', () => {
    const other = { ...ALL, scenario: 'other', largestBatch: 5 };
    expect(fittingBatch([ALL, other])).toBe(5);
    const none = [ALL, { ...ALL, largestBatch: null }];
    expect(fittingBatch(none)).toBeNull();
    expect(formatDoNotFit(none).remedy).toMatch(/^Not even one sentence.*checkpointing.*shorter.*fewer bits/);
  });

  it('does not list them without end', () => {
    expect(formatDoNotFit(Array.from({ length: 9 }, () => ALL)).message).toContain(
      '6 more do not fit either',
    );
  });
});
