/** @file The name of the pass of a training step or an evaluation of one shape, by which the op set finds it again. */
import type { TokenBatch } from '../ops';

export function passName(
  kind: 'train' | 'evaluate',
  { batch, sequence }: Pick<TokenBatch, 'batch' | 'sequence'>,
): string {
  return `${kind} ${batch} x ${sequence}`;
}
