/** @file The name of the pass of a training step, an evaluation or a score of one shape, by which the op set finds it again. */
import type { TokenBatch } from '../ops';

export function passName(
  kind: 'train' | 'evaluate' | 'score',
  { batch, sequence }: Pick<TokenBatch, 'batch' | 'sequence'>,
): string {
  return `${kind} ${batch} x ${sequence}`;
}
