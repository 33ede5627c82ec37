/** @file Where an expected time comes from, in words. */
import { duration } from '../../src/format';
import type { Environment, TrialRecord } from '../../src/experiment/results';
import { isGpu, type ExpectedTime } from '../store/expected';

export interface BasisWords {
  /** Continues "about 3 min"; or stands alone where no time is known. */
  readonly basis: string;
  /** What else one should know, where there is room; continues `basis`, or is empty. */
  readonly remark: string;
}

/** What the trials took that a run has finished; empty if there are none. */
export function tookWords(records: readonly Pick<TrialRecord, 'seconds'>[]): string {
  if (records.length === 0) return '';
  return `finished in ${duration(records.reduce((sum, { seconds }) => sum + seconds, 0))}`;
}

export function basisWords(expected: ExpectedTime | null, environment: Environment | null): BasisWords {
  if (!expected || !environment)
    return { basis: 'how long they take is not known before the first has run', remark: '' };
  if (expected.basis === 'measured') return { basis: 'at the speed measured on this device', remark: '' };
  return isGpu(environment)
    ? { basis: 'on an H100', remark: '; this device has not been measured yet, and a laptop takes longer' }
    : {
        basis: 'as is typical of two processor cores',
        remark: '; this device has not been measured yet',
      };
}
