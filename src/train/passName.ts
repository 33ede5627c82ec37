/** @file What a training step or evaluation batch of one shape is called, to find what was prepared for it. */
import type { TokenBatch } from '../ops';

export function passName(
  kind: 'train' | 'evaluate',
  { batch, sequence }: Pick<TokenBatch, 'batch' | 'sequence'>,
): string {
  return `${kind} ${batch} x ${sequence}`;
}
