/** @file Names the scenarios that do not fit on the device, and the batch size with which all of them would. */
import type { DoesNotFit } from '../../../workers/client';
import { megabytes } from '../../../src/base/format';

const MOST_NAMED = 3;

/** The largest batch with which all fit; null if there is none. */
export function fittingBatch(scenarios: readonly DoesNotFit[]): number | null {
  const sizes = scenarios.map(({ largestBatch }) => largestBatch ?? 0);
  return sizes.length === 0 || sizes.includes(0) ? null : Math.min(...sizes);
}

export function formatDoNotFit(scenarios: readonly DoesNotFit[]): { message: string; remedy: string } {
  const named = scenarios.slice(0, MOST_NAMED).map(formatOneThatDoesNotFit);
  const more = scenarios.length - named.length;
  const batch = fittingBatch(scenarios);
  return {
    message: [...named, ...(more > 0 ? [`${more} more do not fit either.`] : [])].join(' '),
    remedy:
      batch === null
        ? 'Not even one sentence at a time fits: choose gradient checkpointing, a shorter sequence length or frozen weights in fewer bits.'
        : `The largest batch size that fits is ${batch}; gradient checkpointing, a shorter sequence length or frozen weights in fewer bits help too.`,
  };
}

function formatOneThatDoesNotFit({ scenario, source, bytes, limitBytes, batchSize }: DoesNotFit): string {
  const [much, limit] = [megabytes(bytes), megabytes(limitBytes)];
  switch (source) {
    case 'tensor':
      return `A tensor of “${scenario}” would take ${much} with batches of ${batchSize}, and this GPU lets a kernel see ${limit} at a time.`;
    case 'person':
      return `“${scenario}” would take ${much} with batches of ${batchSize}, and you allow ${limit} of this device’s memory.`;
    case 'earlier':
      return `“${scenario}” would take ${much} with batches of ${batchSize}, and a trial of ${limit} has found no room on this device before.`;
  }
}
