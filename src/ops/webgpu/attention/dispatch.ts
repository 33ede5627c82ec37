/**
 * @file Attention without its S x S matrix, forward and backward (as in FlashAttention, Dao et al. 2022): which kernels
 * compute it on which adapter, for which shape.
 *
 * Forward saves only each row's log-sum-exp; backward computes the probabilities again from it. A head's row is `width`
 * elements of a token's H. The probability of batch b, head h, query i and key j has the dropout index
 * ((b * heads + h) * S + i) * S + j.
 *
 * In mixed precision the matrix units get what fits there (`unitAttention.ts`, `unitAttentionBackward.ts`). Else GPUs get
 * the tiled kernels of the files flash*.ts if their workgroup memory has room. Otherwise a quad of threads
 * (`quadAttention.ts`) or a single thread (`plainAttention.ts`) works on a row.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { AttentionBackwardArgs, AttentionShape, Dropout } from '../../index';
import type { Runner } from '../runtime/runner';
import { headWidth } from './attentionFields';
import { flashAttention, forwardTiling } from './flashAttention';
import { backwardTilings, flashAttentionBackward } from './flashAttentionBackward';
import { ENOUGH_PAIRS, flashPairBackward, pairTiling } from './flashPairBackward';
import { plainAttention, plainAttentionBackward } from './plainAttention';
import { subgroupMatrices } from '../linear/matrixDialect';
import type { MatrixUnits } from '../runtime/matrixUnits';
import { fitsQuadAttention, quadAttention, quadAttentionBackward } from './quadAttention';
import { unitAttention, unitForward } from './unitAttention';
import { unitAttentionBackward, unitBackward } from './unitAttentionBackward';

/** The matrix units, if they compute attention on this tensor: in mixed precision, which keeps it as half floats. */
function unitsFor({ software, precision }: Runner, queryKeyValue: Tensor): MatrixUnits | null {
  return !software && precision.isOn && precision.isHalf(queryKeyValue) ? precision.units : null;
}

/** y [T, H] and logSumExp [batch * heads * S]. */
export function attention(
  runner: Runner,
  queryKeyValue: Tensor, // [T, 3H]
  lengths: Tensor,
  shape: AttentionShape,
  dropout: Dropout | null,
): { y: Tensor; logSumExp: Tensor } {
  const units = unitsFor(runner, queryKeyValue);
  const { maxComputeWorkgroupStorageSize: bytes } = runner.backend.device.limits;
  const plan = units && unitForward(headWidth(queryKeyValue, shape), shape.sequence, units, bytes);
  if (units && plan)
    return unitAttention(runner, queryKeyValue, lengths, shape, dropout, plan, subgroupMatrices(units));
  const tiling = forwardTiling(runner, headWidth(queryKeyValue, shape));
  if (tiling) return flashAttention(runner, queryKeyValue, lengths, shape, dropout, tiling);
  if (fitsQuadAttention(runner, queryKeyValue, shape))
    return quadAttention(runner, queryKeyValue, lengths, shape, dropout);
  return plainAttention(runner, queryKeyValue, lengths, shape, dropout);
}

/**
 * With P = exp(score - logSumExp), dP = mask * (dy . v), D = dy . y and dScore = P (dP - D):
 * dQuery = scale * dScore K, dKey = scale * dScore^T Q, dValue = (mask * P)^T dy.
 * @returns the gradient [T, 3H]
 */
export function attentionBackward(runner: Runner, args: AttentionBackwardArgs): Tensor {
  const { queryKeyValue, shape } = args;
  const width = headWidth(queryKeyValue, shape);
  const units = unitsFor(runner, queryKeyValue);
  const { maxComputeWorkgroupStorageSize: bytes } = runner.backend.device.limits;
  const enough = shape.batch * shape.heads * runner.slabs >= ENOUGH_PAIRS;
  const plan = units && enough ? unitBackward(width, shape.sequence, units, bytes) : null;
  if (units && plan) return unitAttentionBackward(runner, args, plan, subgroupMatrices(units));
  const pair = pairTiling(runner, width, shape);
  if (pair) return flashPairBackward(runner, args, pair);
  const tilings = backwardTilings(runner, width);
  if (tilings) return flashAttentionBackward(runner, args, tilings);
  if (fitsQuadAttention(runner, queryKeyValue, shape)) return quadAttentionBackward(runner, args);
  return plainAttentionBackward(runner, args);
}
