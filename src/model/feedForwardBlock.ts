/**
 * @file An encoder layer's second block, forward beside backward: y = LayerNorm(middle + dropout(down(GELU(up(middle))))).
 * R rows as in `attentionBlock.ts`; F is the width between up and down.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { NormSaved, SavedInput } from '../ops';
import type { LayerBackward, LayerForward } from './layerPass';

/** What backward needs from the block. */
export interface FeedForwardSaved {
  readonly preActivation: Tensor | null; // [R, F], output of up; null if backward does not need it
  readonly norm: NormSaved; // [R, H]
}

/**
 * @param middle [R, H], taken over
 * @returns y [R, H], and what backward needs: null if it never enters the layer
 */
export function forwardFeedForward(
  pass: LayerForward,
  middle: Tensor,
): { y: Tensor; saved: FeedForwardSaved | null } {
  const keepsPreActivation = pass.walks('up') || pass.keepsInput('down');
  const { y: activation, preActivation } = pass.linearGelu('up', middle, keepsPreActivation);
  const lowered = pass.linear('down', activation);
  activation.dispose();
  const { y, saved: norm } = pass.addNorm(middle, lowered, 'feedForward', pass.walks('down'));
  middle.dispose();
  return { y, saved: norm && { preActivation, norm } };
}

/**
 * @param dy [R, H], taken over
 * @param middle how to get the forward pass's `middle` again; null if nothing needs it
 * @returns the gradient of `middle` [R, H], or null if backward ends in this block
 */
export function backwardFeedForward(
  pass: LayerBackward,
  dy: Tensor,
  { preActivation, norm }: FeedForwardSaved,
  middle: SavedInput | null,
): Tensor | null {
  const { dResidual, dx } = pass.normBackward(dy, norm, 'feedForward');
  const activation: SavedInput | null = preActivation && { kind: 'gelu', preActivation };
  const dPreActivation = pass.linearBackward('down', dx, activation, { throughGelu: preActivation });
  if (!dPreActivation) {
    dResidual.dispose();
    return null;
  }
  return pass.linearBackward('up', dPreActivation, middle, { accumulateInto: dResidual });
}
