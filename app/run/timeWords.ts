/** @file Where an expected time comes from, in words. */
import type { Environment } from '../../src/experiment/results';
import { isGpu, type ExpectedTime } from '../store/expected';

/** Continues "about 3 min"; or stands alone where no time is known. */
export function basisWords(expected: ExpectedTime | null, environment: Environment | null): string {
  if (!expected || !environment) return 'how long they take is not known before the first has run';
  if (expected.basis === 'measured') return 'at the speed measured on this device';
  return isGpu(environment)
    ? 'on an H100; this device has not been measured yet, and a laptop takes longer'
    : 'as is typical of two processor cores; this device has not been measured yet';
}
