/**
 * @file Attention without its S x S matrix, forward and backward (as in FlashAttention, Dao et al. 2022), and which kernels
 * compute it for a width of the heads.
 *
 * Forward saves only each row's log-sum-exp; backward computes the probabilities from it again. A head's
 * row is `width` elements of a token's H; probability (batch b, head h, query i, key j) has the dropout
 * index ((b * heads + h) * S + i) * S + j.
 *
 * GPUs get the tiled kernels of `flashAttention.ts` where their workgroup memory has room for them.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { AttentionBackwardArgs, AttentionShape, Dropout } from '../../index';
import type { Runner } from '../runtime/runner';
import { headWidth } from './attentionFields';
import { flashAttention, forwardTiling } from './flashAttention';
import { backwardTilings, flashAttentionBackward } from './flashAttentionBackward';
import { flashPairBackward, pairTiling } from './flashPairBackward';
import { plainAttention, plainAttentionBackward } from './plainAttention';
import { fitsQuadAttention, quadAttention, quadAttentionBackward } from './quadAttention';

export function attention(
  runner: Runner,
  queryKeyValue: Tensor, // [T, 3H]
  lengths: Tensor,
  shape: AttentionShape,
  dropout: Dropout | null,
): { y: Tensor; logSumExp: Tensor } {
  const tiling = forwardTiling(runner, headWidth(queryKeyValue, shape));
  if (tiling) return flashAttention(runner, queryKeyValue, lengths, shape, dropout, tiling);
  if (fitsQuadAttention(runner, queryKeyValue, shape))
    return quadAttention(runner, queryKeyValue, lengths, shape, dropout);
  return plainAttention(runner, queryKeyValue, lengths, shape, dropout);
}

/**
 * P = exp(score - logSumExp), dP = mask * (dy . v), dScore = P (dP - D) with D = dy . y;
 * dQuery = scale * dScore K, dKey = scale * dScore^T Q, dValue = (mask * P)^T dy.
 * @returns the gradient [T, 3H]
 */
export function attentionBackward(runner: Runner, args: AttentionBackwardArgs): Tensor {
  const { queryKeyValue, shape } = args;
  const width = headWidth(queryKeyValue, shape);
  const pair = pairTiling(runner, width, shape);
  if (pair) return flashPairBackward(runner, args, pair);
  const tilings = backwardTilings(runner, width);
  if (tilings) return flashAttentionBackward(runner, args, tilings);
  if (fitsQuadAttention(runner, queryKeyValue, shape)) return quadAttentionBackward(runner, args);
  return plainAttentionBackward(runner, args);
}
