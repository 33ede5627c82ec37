/** @file Texts on where an expected time comes from, and on what finished trials took. */
import { duration } from '../../src/base/format';
import type { Environment, TrialRecord } from '../../src/results/results';
import { isGpu, type ExpectedTime } from '../store/timing/expected';

export interface BasisTexts {
  /** Continues "about 3 min", or is used alone if no time is known. */
  readonly basis: string;
  /** A remark to show if there is room for it; it continues `basis`, or is empty. */
  readonly remark: string;
}

/** Says how long the finished ones of `trials` took; empty if there are none. */
export function formatTimeTaken(finished: readonly Pick<TrialRecord, 'seconds'>[], trials: number): string {
  if (finished.length === 0) return '';
  const took = duration(finished.reduce((sum, { seconds }) => sum + seconds, 0));
  return finished.length < trials
    ? `${finished.length} of ${trials} finished in ${took}`
    : `finished in ${took}`;
}

/** @param ran whether any of these trials has run, or any trial of their model on this device */
export function formatBasis(
  expected: ExpectedTime | null,
  environment: Environment | null,
  ran = false,
): BasisTexts {
  if (!expected || !environment)
    return {
      basis: ran
        ? 'too little has run to tell how long they take'
        : 'the first trial will tell how long they take',
      remark: '',
    };
  if (expected.basis === 'measured') return { basis: 'at the speed measured on this device', remark: '' };
  return isGpu(environment)
    ? { basis: '(estimate for an H100)', remark: '; a laptop takes longer' }
    : {
        basis: '(estimate for a 2-core CPU)',
        remark: '',
      };
}
