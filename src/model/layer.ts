/** @file One encoder layer, forward beside backward (post-LayerNorm, Devlin et al. 2018). */
import type { Tensor } from '@tensorflow/tfjs';
import type { AttentionShape, NormSaved, SavedInput, Slot, TokenBatch } from '../ops';
import { dropoutSite } from './dropoutSites';
import { STAGE, THROUGH, type Model } from './model';
import { normName } from '../architecture/names';
import type { Projection } from '../architecture/projections';

/**
 * What backward needs of the forward pass; only what the stages it walks through need is kept, and nothing
 * that is cheap to compute again: LayerNorm's output from its normalized input, GELU's from its input.
 * R rows: all T tokens, but only each sentence's first token behind the last layer's attention.
 */
export interface LayerSaved {
  readonly stopStage: number;
  readonly input: SavedInput | null; // [T, H], of query, key and value
  readonly queryKeyValue: Tensor | null; // [T, 3H]
  readonly logSumExp: Tensor | null;
  readonly attended: Tensor | null; // [T, H], output of attention
  readonly context: Tensor | null; // [R, H], input of the attention output
  readonly attentionNorm: NormSaved | null; // [R, H]
  readonly preActivation: Tensor | null; // [R, F], output of up
  readonly feedForwardNorm: NormSaved; // [R, H]
  readonly lowRank: ReadonlyMap<Projection, Tensor>; // [T or R, n * r] each
}

/** A layer's input: the tensor, and how backward gets it again where it need not be kept. */
export interface LayerInput {
  readonly x: Tensor; // [T, H]
  readonly again: SavedInput | null;
}

function attentionShape(model: Model, batch: TokenBatch): AttentionShape {
  return { batch: batch.batch, sequence: batch.sequence, heads: model.config.heads };
}

/** Only the first token of each sentence is classified: nothing else is computed behind the last attention. */
function isLast(model: Model, layer: number): boolean {
  return layer === model.config.layers - 1;
}

/**
 * @param input.x stays the caller's; if the result's saved.input keeps it, it must live as long
 * @returns y [R, H], and what backward needs, or null where `save` is false or backward never comes here
 */
export function forwardLayer(
  model: Model,
  layer: number,
  { x, again }: LayerInput,
  batch: TokenBatch,
  save: boolean,
): { y: Tensor; saved: LayerSaved | null } {
  const { ops, config } = model;
  const stopStage = save ? model.stopStage(layer) : null;
  const walks = (projection: Projection): boolean => stopStage !== null && STAGE[projection] >= stopStage;
  const keepsInput = (projection: Projection): boolean =>
    walks(projection) && model.needsInput(layer, projection);
  const lowRank = new Map<Projection, Tensor>();
  const keepLowRank = (projection: Projection, tensor: Tensor | null): void => {
    if (tensor && walks(projection)) lowRank.set(projection, tensor);
    else tensor?.dispose();
  };
  const linear = (projection: Projection, input: Tensor): Tensor => {
    const output = ops.linear(input, model.linear(layer, projection));
    keepLowRank(projection, output.lowRank);
    return output.y;
  };
  const addNorm = (
    residual: Tensor,
    branch: Tensor,
    after: 'attention' | 'feedForward',
    keep: boolean,
  ): { y: Tensor; saved: NormSaved | null } => {
    const name = normName({ layer, after });
    const output = ops.addNorm(
      residual,
      branch,
      model.operand(`${name}.weight`),
      model.operand(`${name}.bias`),
      config.layerNormEpsilon,
      model.dropout('hidden', dropoutSite(layer, `${after}Hidden`)),
      keep,
    );
    branch.dispose();
    return output;
  };
  /** The tensor itself if it is kept; else it is disposed. */
  const kept = (tensor: Tensor, keep: boolean): Tensor | null => {
    if (!keep) tensor.dispose();
    return keep ? tensor : null;
  };

  const queryKeyValue = linear('queryKeyValue', x);
  const { y: attended, logSumExp } = ops.attention(
    queryKeyValue,
    batch.lengths,
    attentionShape(model, batch),
    model.dropout('attention', dropoutSite(layer, 'probabilities')),
  );
  const keepsAttention = walks('queryKeyValue');
  const keptQueryKeyValue = kept(queryKeyValue, keepsAttention);
  const keptLogSumExp = kept(logSumExp, keepsAttention);

  const last = isLast(model, layer);
  const context = last ? ops.firstTokens(attended, batch) : attended.clone();
  const residual = last ? ops.firstTokens(x, batch) : x.clone();
  const keptAttended = kept(attended, keepsAttention);
  const projected = linear('attentionOutput', context);
  const keptContext = kept(context, keepsInput('attentionOutput'));
  const keepsMiddle = walks('attentionOutput') || keepsInput('up');
  const { y: middle, saved: attentionNorm } = addNorm(residual, projected, 'attention', keepsMiddle);
  residual.dispose();

  const keepsPreActivation = walks('up') || keepsInput('down');
  const up = ops.linearGelu(middle, model.linear(layer, 'up'), keepsPreActivation);
  keepLowRank('up', up.lowRank);
  const lowered = linear('down', up.y);
  up.y.dispose();
  const { y, saved: feedForwardNorm } = addNorm(middle, lowered, 'feedForward', walks('down'));
  middle.dispose();

  if (stopStage === null || !feedForwardNorm) return { y, saved: null };
  const saved: LayerSaved = {
    stopStage,
    input: keepsInput('queryKeyValue') ? (again ?? { kind: 'kept', x }) : null,
    queryKeyValue: keptQueryKeyValue,
    logSumExp: keptLogSumExp,
    attended: keptAttended,
    context: keptContext,
    attentionNorm,
    preActivation: up.preActivation,
    feedForwardNorm,
    lowRank,
  };
  return { y, saved };
}

/** The layer's output as the input of the next: from what this layer saved, if it saved anything. */
export function outputAgain(model: Model, layer: number, saved: LayerSaved): SavedInput {
  const name = normName({ layer, after: 'feedForward' });
  return {
    kind: 'norm',
    normalized: saved.feedForwardNorm.normalized,
    gamma: model.operand(`${name}.weight`),
    beta: model.operand(`${name}.bias`),
  };
}

/**
 * Writes the gradients of the layer's trainable parameters and disposes `dy` and `saved` (a kept input
 * included), each tensor of it as soon as nothing needs it.
 * @param dy [R, H]
 * @returns the gradient of the layer's input [T, H], or null where backward ends in this layer
 */
export function backwardLayer(
  model: Model,
  layer: number,
  dy: Tensor,
  saved: LayerSaved,
  batch: TokenBatch,
): Tensor | null {
  const { ops } = model;
  const { stopStage, preActivation } = saved;
  const held = new Set(savedTensors(saved));
  const release = (...tensors: readonly (Tensor | null | undefined)[]): void => {
    for (const tensor of tensors) if (tensor && held.delete(tensor)) tensor.dispose();
  };
  /** Takes over dOutput, accumulateInto, and throughGelu where dInput is wanted. */
  const linearBackward = (
    projection: Projection,
    dOutput: Tensor,
    input: SavedInput | null,
    options: { throughGelu?: Tensor | null; accumulateInto?: Tensor | null } = {},
  ): Tensor | null => {
    const needsDx = stopStage < STAGE[projection];
    const { throughGelu = null, accumulateInto = null } = options;
    const lowRank = saved.lowRank.get(projection) ?? null;
    if (needsDx && throughGelu) held.delete(throughGelu);
    const dInput = ops.linearBackward({
      dy: dOutput,
      input,
      linear: model.linear(layer, projection),
      lowRank,
      gradients: model.linearGradients(layer, projection),
      throughGelu: needsDx ? throughGelu : null,
      needsDx,
      accumulateInto: needsDx ? accumulateInto : null,
    });
    dOutput.dispose();
    release(lowRank);
    if (!needsDx) accumulateInto?.dispose();
    return dInput;
  };
  const normBackward = (
    dOutput: Tensor,
    norm: NormSaved,
    after: 'attention' | 'feedForward',
  ): { dResidual: Tensor; dx: Tensor } => {
    const name = normName({ layer, after });
    const output = ops.addNormBackward(
      dOutput,
      norm,
      model.operand(`${name}.weight`),
      model.dropout('hidden', dropoutSite(layer, `${after}Hidden`)),
      normGradients(model, name),
    );
    dOutput.dispose();
    release(norm.normalized, norm.rstd);
    return output;
  };
  /** [R, H] to [T, H]; takes over dRows. */
  const toTokens = (dRows: Tensor): Tensor => {
    if (!isLast(model, layer)) return dRows;
    const dTokens = ops.firstTokensBackward(dRows, batch);
    dRows.dispose();
    return dTokens;
  };

  const backward = (): Tensor | null => {
    const second = normBackward(dy, saved.feedForwardNorm, 'feedForward');
    const activation: SavedInput | null = preActivation && { kind: 'gelu', preActivation };
    const dPreActivation = linearBackward('down', second.dx, activation, { throughGelu: preActivation });
    if (!dPreActivation) {
      second.dResidual.dispose();
      return null;
    }
    const dMiddle = linearBackward('up', dPreActivation, middleAgain(model, layer, saved), {
      accumulateInto: second.dResidual,
    });
    if (!dMiddle || !saved.attentionNorm) return null;
    const first = normBackward(dMiddle, saved.attentionNorm, 'attention');
    const context: SavedInput | null = saved.context && { kind: 'kept', x: saved.context };
    const dContext = linearBackward('attentionOutput', first.dx, context);
    release(saved.context);
    if (!dContext || !saved.queryKeyValue || !saved.logSumExp || !saved.attended) {
      first.dResidual.dispose();
      return null;
    }
    const dAttended = toTokens(dContext);
    const dQueryKeyValue = ops.attentionBackward({
      dy: dAttended,
      y: saved.attended,
      queryKeyValue: saved.queryKeyValue,
      logSumExp: saved.logSumExp,
      lengths: batch.lengths,
      shape: attentionShape(model, batch),
      dropout: model.dropout('attention', dropoutSite(layer, 'probabilities')),
    });
    dAttended.dispose();
    release(saved.queryKeyValue, saved.logSumExp, saved.attended);
    return linearBackward('queryKeyValue', dQueryKeyValue, saved.input, {
      accumulateInto: stopStage === THROUGH ? toTokens(first.dResidual) : first.dResidual,
    });
  };

  const dx = backward();
  release(...held);
  return stopStage === THROUGH ? dx : null;
}

/** The input of up: the attention block's LayerNorm's output. */
function middleAgain(model: Model, layer: number, { attentionNorm }: LayerSaved): SavedInput | null {
  if (!attentionNorm) return null;
  const name = normName({ layer, after: 'attention' });
  return {
    kind: 'norm',
    normalized: attentionNorm.normalized,
    gamma: model.operand(`${name}.weight`),
    beta: model.operand(`${name}.bias`),
  };
}

function normGradients(model: Model, name: string): { gamma: Slot; beta: Slot } | null {
  const gamma = model.gradient(`${name}.weight`);
  const beta = model.gradient(`${name}.bias`);
  return gamma && beta ? { gamma, beta } : null;
}

/** Frees what the forward pass kept for a backward pass. */
export function disposeSaved(saved: LayerSaved): void {
  for (const tensor of savedTensors(saved)) tensor.dispose();
}

function savedTensors(saved: LayerSaved): Tensor[] {
  const { queryKeyValue, logSumExp, attended, context, preActivation, input, lowRank } = saved;
  const norms = [saved.feedForwardNorm, saved.attentionNorm].flatMap((norm) =>
    norm ? [norm.normalized, norm.rstd] : [],
  );
  const kept = input?.kind === 'kept' ? [input.x] : [];
  const single = [queryKeyValue, logSumExp, attended, context, preActivation];
  return [...norms, ...kept, ...lowRank.values(), ...single.filter((tensor) => tensor !== null)];
}
