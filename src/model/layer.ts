/** @file One encoder layer, forward beside backward (post-LayerNorm, Devlin et al. 2018). */
import type { Tensor } from '@tensorflow/tfjs';
import type { Component } from '../experiment/modules';
import type { AttentionShape, NormSaved, Slot, TokenBatch } from '../ops';
import { dropoutSite } from './dropoutSites';
import { STAGE, THROUGH, type Model } from './model';
import { moduleName, normName } from './names';

/** What backward needs of the forward pass; only what the stages it walks through need is kept. */
export interface LayerSaved {
  readonly stopStage: number;
  readonly x: Tensor | null; // [T, H], input of query, key, value
  readonly attention: { query: Tensor; key: Tensor; value: Tensor; logSumExp: Tensor } | null;
  readonly context: Tensor | null; // [T, H], output of attention
  readonly attentionNorm: NormSaved | null;
  readonly middle: Tensor | null; // [T, H], input of up
  readonly preActivation: Tensor | null; // [T, F], output of up
  readonly activation: Tensor | null; // [T, F], input of down
  readonly feedForwardNorm: NormSaved;
  readonly lowRank: ReadonlyMap<Component, Tensor>; // [T, r] each
}

export function attentionShape(model: Model, batch: TokenBatch): AttentionShape {
  return { batch: batch.batch, sequence: batch.sequence, heads: model.config.heads };
}

/**
 * @param x [T, H]; stays the caller's, and must live as long as `saved` if saved.x is set
 * @returns y [T, H], and what backward needs, or null where `save` is false or backward never comes here
 */
export function forwardLayer(
  model: Model,
  layer: number,
  x: Tensor,
  batch: TokenBatch,
  save: boolean,
): { y: Tensor; saved: LayerSaved | null } {
  const { ops, config } = model;
  const stopStage = save ? model.stopStage(layer) : null;
  const walks = (stage: number): boolean => stopStage !== null && stage >= stopStage;
  const keepsInput = (component: Component): boolean =>
    walks(STAGE[component]) && model.needsInput(layer, component);
  const lowRank = new Map<Component, Tensor>();

  const linear = (component: Component, input: Tensor): Tensor => {
    const name = moduleName(layer, component);
    const adapter = model.adapter(layer, component);
    const output = ops.linear(input, model.operand(`${name}.weight`), model.operand(`${name}.bias`), adapter);
    if (output.lowRank) {
      if (walks(STAGE[component])) lowRank.set(component, output.lowRank);
      else output.lowRank.dispose();
    }
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

  const query = linear('query', x);
  const key = linear('key', x);
  const value = linear('value', x);
  const { y: context, logSumExp } = ops.attention(
    query,
    key,
    value,
    batch.lengths,
    attentionShape(model, batch),
    model.dropout('attention', dropoutSite(layer, 'probabilities')),
  );
  const keepsAttention = walks(STAGE.query);
  if (!keepsAttention) for (const tensor of [query, key, value, logSumExp]) tensor.dispose();

  const projected = linear('attentionOutput', context);
  const keptContext = kept(context, keepsAttention || keepsInput('attentionOutput'));
  const { y: middle, saved: attentionNorm } = addNorm(
    x,
    projected,
    'attention',
    walks(STAGE.attentionOutput),
  );

  const preActivation = linear('up', middle);
  const activation = ops.gelu(preActivation);
  const keptPreActivation = kept(preActivation, walks(STAGE.up));
  const lowered = linear('down', activation);
  const keptActivation = kept(activation, keepsInput('down'));
  const { y, saved: feedForwardNorm } = addNorm(middle, lowered, 'feedForward', walks(STAGE.down));
  const keptMiddle = kept(middle, keepsInput('up'));

  if (stopStage === null || !feedForwardNorm) return { y, saved: null };
  const saved: LayerSaved = {
    stopStage,
    x: (['query', 'key', 'value'] as const).some(keepsInput) ? x : null,
    attention: keepsAttention ? { query, key, value, logSumExp } : null,
    context: keptContext,
    attentionNorm,
    middle: keptMiddle,
    preActivation: keptPreActivation,
    activation: keptActivation,
    feedForwardNorm,
    lowRank,
  };
  return { y, saved };
}

/**
 * Writes the gradients of the layer's trainable parameters and disposes `dy` and `saved` (x included).
 * @param dy [T, H]
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
  const { stopStage } = saved;
  /** Takes over dOutput and accumulateInto. */
  const linearBackward = (
    component: Component,
    dOutput: Tensor,
    input: Tensor | null,
    accumulateInto: Tensor | null = null,
  ): Tensor | null => {
    const dInput = ops.linearBackward({
      dy: dOutput,
      x: input,
      weight: model.operand(`${moduleName(layer, component)}.weight`),
      adapter: model.adapter(layer, component),
      lowRank: saved.lowRank.get(component) ?? null,
      gradients: model.moduleGradients(layer, component),
      needsDx: stopStage < STAGE[component],
      accumulateInto: stopStage < STAGE[component] ? accumulateInto : null,
    });
    dOutput.dispose();
    if (stopStage >= STAGE[component]) accumulateInto?.dispose();
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
    return output;
  };

  const backward = (): Tensor | null => {
    const second = normBackward(dy, saved.feedForwardNorm, 'feedForward');
    const dActivation = linearBackward('down', second.dx, saved.activation);
    if (!dActivation || !saved.preActivation) {
      second.dResidual.dispose();
      return null;
    }
    const dPreActivation = ops.geluBackward(dActivation, saved.preActivation);
    dActivation.dispose();
    const dMiddle = linearBackward('up', dPreActivation, saved.middle, second.dResidual);
    if (!dMiddle || !saved.attentionNorm) return null;
    const first = normBackward(dMiddle, saved.attentionNorm, 'attention');
    const dContext = linearBackward('attentionOutput', first.dx, saved.context);
    if (!dContext || !saved.attention || !saved.context) {
      first.dResidual.dispose();
      return null;
    }
    const { dQuery, dKey, dValue } = ops.attentionBackward({
      dy: dContext,
      y: saved.context,
      ...saved.attention,
      lengths: batch.lengths,
      shape: attentionShape(model, batch),
      dropout: model.dropout('attention', dropoutSite(layer, 'probabilities')),
    });
    dContext.dispose();
    let dx: Tensor | null = first.dResidual;
    dx = linearBackward('query', dQuery, saved.x, dx);
    dx = linearBackward('key', dKey, saved.x, dx);
    return linearBackward('value', dValue, saved.x, dx);
  };

  const dx = backward();
  disposeSaved(saved);
  return stopStage === THROUGH ? dx : null;
}

function normGradients(model: Model, name: string): { gamma: Slot; beta: Slot } | null {
  const gamma = model.gradient(`${name}.weight`);
  const beta = model.gradient(`${name}.bias`);
  return gamma && beta ? { gamma, beta } : null;
}

/** Frees what the forward pass kept for a backward pass. */
export function disposeSaved(saved: LayerSaved): void {
  const norms = [saved.feedForwardNorm, saved.attentionNorm].flatMap((norm) =>
    norm ? [norm.normalized, norm.rstd] : [],
  );
  const single = [saved.x, saved.context, saved.middle, saved.preActivation, saved.activation];
  const attention = saved.attention ? Object.values(saved.attention) : [];
  for (const tensor of [...norms, ...single, ...attention, ...saved.lowRank.values()]) tensor?.dispose();
}
