/** @file Whether a trial will fit on the device; and if not, the largest batch with which it does. */
import { trainingOf } from '../experiment/experiment';
import { planMemory, type MemoryQuestion } from './memory';

/** What is known about the memory of a device. WebGPU itself does not tell. */
export interface MemoryLimit {
  /** With `person`, a person allows this much. With `earlier`, a trial that was going to take this much did not fit. */
  readonly source: 'person' | 'earlier';
  readonly bytes: number;
}

export interface DoesNotFit {
  /** The scenario's name. */
  readonly scenario: string;
  /** With `tensor`, a kernel cannot bind this much of one tensor. The others are as in {@link MemoryLimit}. */
  readonly source: MemoryLimit['source'] | 'tensor';
  /** The bytes of the trial's peak, or, for `tensor`, of its largest tensor. */
  readonly bytes: number;
  readonly limitBytes: number;
  readonly batchSize: number;
  /** The largest batch that fits; null if not even a single sentence fits. */
  readonly largestBatch: number | null;
}

type Excess = Pick<DoesNotFit, 'source' | 'bytes' | 'limitBytes'>;

/** Returns null if the trial fits, or if nothing is known because the op set does not plan. */
export function whatDoesNotFit(question: MemoryQuestion, limits: readonly MemoryLimit[]): DoesNotFit | null {
  const { scenario, training } = question;
  const excess = excessOf(question, limits);
  if (!excess) return null;
  const { batchSize } = trainingOf(training, scenario);
  const fits = (size: number): boolean =>
    excessOf({ ...question, training: { ...training, batchSize: size } }, limits) === null;
  return { scenario: scenario.name, ...excess, batchSize, largestBatch: largest(batchSize - 1, fits) };
}

/**
 * The most bytes that a company takes where no person has said how much memory there is: the device does not tell, and a
 * company is a convenience, which must not take what other programs need.
 */
const COMPANY_BYTES = 2 * 2 ** 30;

/**
 * The largest number of trials up to `wanted` that fit on the device together; 1 if not even two do.
 * @param isBounded whether a company keeps to 2 GiB where no person has set a limit
 */
export function largestCompany(
  question: MemoryQuestion,
  limits: readonly MemoryLimit[],
  wanted: number,
  isBounded: boolean,
): number {
  const most = Math.min(wanted, question.ops.maxTrials);
  const isLimited = limits.some(({ source }) => source === 'person');
  const all: readonly MemoryLimit[] =
    isBounded && !isLimited ? [...limits, { source: 'person', bytes: COMPANY_BYTES }] : limits;
  const fits = (together: number): boolean => excessOf({ ...question, together }, all) === null;
  // Most often all of them fit, and every other number would be a plan more.
  return fits(most) ? most : (largest(most - 1, (size) => size === 1 || fits(size)) ?? 1);
}

function excessOf(question: MemoryQuestion, limits: readonly MemoryLimit[]): Excess | null {
  const planned = planMemory(question);
  if (!planned) return null;
  const { largestBytes, peakBytes } = planned;
  const { maxTensorBytes } = question.ops;
  if (largestBytes > maxTensorBytes)
    return { source: 'tensor', bytes: largestBytes, limitBytes: maxTensorBytes };
  // A trial that needs just as much as an earlier one that did not fit does not fit either.
  const broken = limits.find(({ source, bytes }) =>
    source === 'person' ? peakBytes > bytes : peakBytes >= bytes,
  );
  return broken ? { source: broken.source, bytes: peakBytes, limitBytes: broken.bytes } : null;
}

/**
 * The largest whole number from 1 to `most` that fits, or null if none does. If a number does not fit, no larger one may
 * fit either; the search takes about log2(most) calls.
 */
export function largest(most: number, fits: (size: number) => boolean): number | null {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? null : low;
}
