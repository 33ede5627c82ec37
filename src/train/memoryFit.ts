/** @file Whether a trial fits on the device, before it runs; and if not, the largest batch with which it does. */
import { trainingOf } from '../experiment/experiment';
import { planMemory, type MemoryQuestion } from './memory';

/** What is known of the room on a device; WebGPU itself does not tell it. */
export interface MemoryLimit {
  /** `person`: as much may be used; `earlier`: a trial that was to take as much found no room. */
  readonly source: 'person' | 'earlier';
  readonly bytes: number;
}

export interface DoesNotFit {
  /** Its name. */
  readonly scenario: string;
  /** `tensor`: no kernel may see as much of one tensor; the others as in {@link MemoryLimit}. */
  readonly source: MemoryLimit['source'] | 'tensor';
  /** Of the trial's peak; with `tensor`, of its largest tensor. */
  readonly bytes: number;
  readonly limitBytes: number;
  readonly batchSize: number;
  /** Null if not even a single sentence fits. */
  readonly largestBatch: number | null;
}

type Excess = Pick<DoesNotFit, 'source' | 'bytes' | 'limitBytes'>;

/** Null if the trial fits, or if the op set does not plan and nothing is known. */
export function whatDoesNotFit(question: MemoryQuestion, limits: readonly MemoryLimit[]): DoesNotFit | null {
  const { scenario, training } = question;
  const excess = excessOf(question, limits);
  if (!excess) return null;
  const { batchSize } = trainingOf(training, scenario);
  const fits = (size: number): boolean =>
    excessOf({ ...question, training: { ...training, batchSize: size } }, limits) === null;
  return { scenario: scenario.name, ...excess, batchSize, largestBatch: largest(batchSize - 1, fits) };
}

function excessOf(question: MemoryQuestion, limits: readonly MemoryLimit[]): Excess | null {
  const planned = planMemory(question);
  if (!planned) return null;
  const { largestBytes, peakBytes } = planned;
  const { maxTensorBytes } = question.ops;
  if (largestBytes > maxTensorBytes)
    return { source: 'tensor', bytes: largestBytes, limitBytes: maxTensorBytes };
  // As much as found no room before finds none now.
  const broken = limits.find(({ source, bytes }) =>
    source === 'person' ? peakBytes > bytes : peakBytes >= bytes,
  );
  return broken ? { source: broken.source, bytes: peakBytes, limitBytes: broken.bytes } : null;
}

/**
 * The largest whole number from 1 to `most` that fits; null if none does. What is larger than one that does not fit does not
 * fit either: so it takes about log2(most) looks.
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
