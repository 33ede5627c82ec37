/**
 * @file An encoder layer's first block, forward beside backward:
 * middle = LayerNorm(x + dropout(attentionOutput(attention(queryKeyValue(x))))).
 *
 * R rows: all T tokens, but in the last layer only each sentence's first token from the attention's output on, because
 * nothing else is classified.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { AttentionShape, Dropout, NormSaved, SavedInput, TokenBatch } from '../ops';
import { dropoutSite } from './dropoutSites';
import { keptIf, type LayerBackward, type LayerForward, type LayerInput } from './layerPass';
import { THROUGH, type Model } from './model';

/** What backward needs from the block. A field is null if backward stops before it or needs nothing from it. */
export interface AttentionSaved {
  readonly input: SavedInput | null; // [T, H], of query, key and value
  readonly queryKeyValue: Tensor | null; // [T, 3H]
  readonly logSumExp: Tensor | null; // [batch * heads * sequence]
  readonly attended: Tensor | null; // [T, H], output of attention
  readonly context: Tensor | null; // [R, H], input of the attention output
  readonly norm: NormSaved | null; // [R, H]
}

function attentionShape({ config }: Model, { batch, sequence }: TokenBatch): AttentionShape {
  return { batch, sequence, heads: config.heads };
}

function probabilityDropout(model: Model, layer: number): Dropout | null {
  return model.dropout('attention', dropoutSite(layer, 'probabilities'));
}

function isLast(model: Model, layer: number): boolean {
  return layer === model.config.layers - 1;
}

/**
 * @param input `input.x` [T, H] remains owned by the caller
 * @returns middle [R, H], and what backward needs
 */
export function forwardAttention(
  pass: LayerForward,
  { x, again }: LayerInput,
  batch: TokenBatch,
): { middle: Tensor; saved: AttentionSaved } {
  const { model, layer } = pass;
  const { ops } = model;
  const keepsAttention = pass.walks('queryKeyValue');
  const queryKeyValue = pass.linear('queryKeyValue', x, true);
  const { y: attended, logSumExp } = ops.attention(
    queryKeyValue,
    batch.lengths,
    attentionShape(model, batch),
    probabilityDropout(model, layer),
  );
  const keptQueryKeyValue = keptIf(keepsAttention, queryKeyValue);
  const keptLogSumExp = keptIf(keepsAttention, logSumExp);

  const last = isLast(model, layer);
  const context = last ? ops.firstTokens(attended, batch) : attended.clone();
  const residual = last ? ops.firstTokens(x, batch) : x.clone();
  const keptAttended = keptIf(keepsAttention, attended);
  const projected = pass.linear('attentionOutput', context);
  const keptContext = keptIf(pass.keepsInput('attentionOutput'), context);
  const keepsMiddle = pass.walks('attentionOutput') || pass.keepsInput('up');
  const { y: middle, saved: norm } = pass.addNorm(residual, projected, 'attention', keepsMiddle);
  residual.dispose();

  const saved: AttentionSaved = {
    input: pass.keepsInput('queryKeyValue') ? (again ?? { kind: 'kept', x }) : null,
    queryKeyValue: keptQueryKeyValue,
    logSumExp: keptLogSumExp,
    attended: keptAttended,
    context: keptContext,
    norm,
  };
  return { middle, saved };
}

/**
 * @param dMiddle [R, H], which this takes over
 * @returns the gradient of the block's input [T, H], or null if backward ends in this block
 */
export function backwardAttention(
  pass: LayerBackward,
  dMiddle: Tensor,
  saved: AttentionSaved,
  norm: NormSaved,
  batch: TokenBatch,
): Tensor | null {
  const { model, layer, stopStage } = pass;
  const { ops } = model;
  const { queryKeyValue, logSumExp, attended } = saved;
  /** Expands [R, H] to [T, H]; takes over dRows. */
  const toTokens = (dRows: Tensor): Tensor => {
    if (!isLast(model, layer)) return dRows;
    const dTokens = ops.firstTokensBackward(dRows, batch);
    dRows.dispose();
    return dTokens;
  };

  const { dResidual, dx } = pass.normBackward(dMiddle, norm, 'attention');
  const context: SavedInput | null = saved.context && { kind: 'kept', x: saved.context };
  const dContext = pass.linearBackward('attentionOutput', dx, context);
  pass.release(saved.context);
  if (!dContext || !queryKeyValue || !logSumExp || !attended) {
    dResidual.dispose();
    return null;
  }

  const dAttended = toTokens(dContext);
  const dQueryKeyValue = ops.attentionBackward({
    dy: dAttended,
    y: attended,
    queryKeyValue,
    logSumExp,
    lengths: batch.lengths,
    shape: attentionShape(model, batch),
    dropout: probabilityDropout(model, layer),
  });
  dAttended.dispose();
  pass.release(queryKeyValue, logSumExp, attended);
  return pass.linearBackward('queryKeyValue', dQueryKeyValue, saved.input, {
    accumulateInto: stopStage === THROUGH ? toTokens(dResidual) : dResidual,
  });
}
