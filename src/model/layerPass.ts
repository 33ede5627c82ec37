/**
 * @file What the blocks of an encoder layer share: linear layers and LayerNorm, forward beside backward. They know what
 * backward will need from the layer and who disposes which tensor.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { LinearBackwardArgs, NormSaved, SavedInput, Slot } from '../ops';
import { normName } from '../architecture/names';
import type { Projection } from '../architecture/projections';
import { dropoutSite } from './dropoutSites';
import { magnifiedBackward, magnifiedLinear, type MagnifiedForward, type MagnifiedSaved } from './magnified';
import { STAGE, type Model } from './model';

type Block = 'attention' | 'feedForward';

/** A layer's input, and how backward gets it again if it need not be kept. */
export interface LayerInput {
  readonly x: Tensor; // [T, H]
  readonly again: SavedInput | null;
}

/** Returns the tensor if it is to be kept; otherwise disposes it. */
export function keptIf(keeps: boolean, tensor: Tensor): Tensor | null {
  if (!keeps) tensor.dispose();
  return keeps ? tensor : null;
}

/** The output of a block's LayerNorm as an input that is computed again. */
export function normOutput(model: Model, layer: number, after: Block, { normalized }: NormSaved): SavedInput {
  const name = normName({ layer, after });
  return {
    kind: 'norm',
    normalized,
    gamma: model.operand(`${name}.weight`),
    beta: model.operand(`${name}.bias`),
  };
}

/** A layer's forward pass. */
export class LayerForward {
  /** Where backward may stop in the layer; null if it never enters the layer, or nothing is saved. */
  readonly stopStage: number | null;
  /** What backward needs from the adapters. */
  readonly lowRank = new Map<Projection, Tensor>();
  /** The same of adapters with magnitudes. */
  readonly magnified = new Map<Projection, MagnifiedSaved>();

  constructor(
    readonly model: Model,
    readonly layer: number,
    save: boolean,
  ) {
    this.stopStage = save ? model.stopStage(layer) : null;
  }

  /** Whether backward goes through this projection. */
  walks(projection: Projection): boolean {
    return this.stopStage !== null && STAGE[projection] >= this.stopStage;
  }

  /** Whether backward needs this projection's input. */
  keepsInput(projection: Projection): boolean {
    return this.walks(projection) && this.model.needsInput(this.layer, projection);
  }

  /** Maps [rows, I] to [rows, O]. @param kept whether the result is what backward needs */
  linear(projection: Projection, x: Tensor, kept = false): Tensor {
    const magnified = this.magnify(projection, x, null, kept);
    if (magnified) return magnified.y;
    const { y, lowRank } = this.model.ops.linear(x, this.model.linear(this.layer, projection), kept);
    this.keepLowRank(projection, lowRank);
    return y;
  }

  /** Maps [rows, I] to GELU's output [rows, O], and returns GELU's input too if it is to be kept. */
  linearGelu(projection: Projection, x: Tensor, keeps: boolean): { y: Tensor; preActivation: Tensor | null } {
    const magnified = this.magnify(projection, x, { save: keeps }, keeps);
    if (magnified) return magnified;
    const { ops } = this.model;
    const { y, preActivation, lowRank } = ops.linearGelu(x, this.model.linear(this.layer, projection), keeps);
    this.keepLowRank(projection, lowRank);
    return { y, preActivation };
  }

  /** LayerNorm(residual + dropout(branch)); takes over `branch`. */
  addNorm(
    residual: Tensor,
    branch: Tensor,
    after: Block,
    keeps: boolean,
  ): { y: Tensor; saved: NormSaved | null } {
    const { model, layer } = this;
    const name = normName({ layer, after });
    const output = model.ops.addNorm(
      residual,
      branch,
      model.operand(`${name}.weight`),
      model.operand(`${name}.bias`),
      model.config.layerNormEpsilon,
      model.dropout('hidden', dropoutSite(layer, `${after}Hidden`)),
      keeps,
    );
    branch.dispose();
    return output;
  }

  /** The layer's output if its adapters have magnitudes; else null. */
  private magnify(
    projection: Projection,
    x: Tensor,
    gelu: { readonly save: boolean } | null,
    kept: boolean,
  ): MagnifiedForward | null {
    const { model, layer } = this;
    const magnitudes = model.magnitudes(layer, projection);
    if (!magnitudes) return null;
    const saves = this.walks(projection);
    const linear = model.linear(layer, projection);
    const output = magnifiedLinear(model.ops, x, { linear, magnitudes, gelu, kept, saves });
    this.keepLowRank(projection, output.lowRank);
    if (saves) this.magnified.set(projection, output.saved);
    else for (const tensor of [output.saved.z, output.saved.norms]) tensor.dispose();
    return output;
  }

  private keepLowRank(projection: Projection, lowRank: Tensor | null): void {
    if (lowRank && this.walks(projection)) this.lowRank.set(projection, lowRank);
    else lowRank?.dispose();
  }
}

/** What backward needs from a layer's adapters. */
export interface AdaptersSaved {
  readonly lowRank: ReadonlyMap<Projection, Tensor>; // [T or R, n * r] each
  readonly magnified: ReadonlyMap<Projection, MagnifiedSaved>;
}

/** A layer's backward pass. It owns the saved tensors and frees each as soon as nothing needs it. */
export class LayerBackward {
  readonly stopStage: number;
  private readonly saved: AdaptersSaved;
  private readonly held: Set<Tensor>;

  constructor(
    readonly model: Model,
    readonly layer: number,
    saved: { readonly stopStage: number } & AdaptersSaved,
    tensors: readonly Tensor[],
  ) {
    this.stopStage = saved.stopStage;
    this.saved = saved;
    this.held = new Set(tensors);
  }

  release(...tensors: readonly (Tensor | null)[]): void {
    for (const tensor of tensors) if (tensor && this.held.delete(tensor)) tensor.dispose();
  }

  releaseRest(): void {
    this.release(...this.held);
  }

  /**
   * Writes the projection's gradients. Takes over dOutput and accumulateInto, and throughGelu if the gradient of the
   * input is needed.
   * @returns the gradient of the input [rows, I], or null if backward ends here
   */
  linearBackward(
    projection: Projection,
    dOutput: Tensor,
    input: SavedInput | null,
    options: { throughGelu?: Tensor | null; accumulateInto?: Tensor | null } = {},
  ): Tensor | null {
    const { model, layer } = this;
    const needsDx = this.stopStage < STAGE[projection];
    const { throughGelu = null, accumulateInto = null } = options;
    const lowRank = this.saved.lowRank.get(projection) ?? null;
    if (needsDx && throughGelu) this.held.delete(throughGelu);
    const dInput = this.backwardOf(projection, {
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
    this.release(lowRank);
    if (!needsDx) accumulateInto?.dispose();
    return dInput;
  }

  private backwardOf(projection: Projection, args: LinearBackwardArgs): Tensor | null {
    const { ops } = this.model;
    const saved = this.saved.magnified.get(projection);
    const magnitudes = this.model.magnitudes(this.layer, projection);
    if (!saved || !magnitudes) return ops.linearBackward(args);
    const gradient = this.model.gradients.slot(magnitudes.entry.name);
    const dInput = magnifiedBackward(ops, args, saved, { magnitudes, gradient });
    this.release(saved.z, saved.norms);
    return dInput;
  }

  /** Writes gamma's and beta's gradients if they train; takes over dOutput [rows, H]. */
  normBackward(dOutput: Tensor, norm: NormSaved, after: Block): { dResidual: Tensor; dx: Tensor } {
    const { model, layer } = this;
    const name = normName({ layer, after });
    const output = model.ops.addNormBackward(
      dOutput,
      norm,
      model.operand(`${name}.weight`),
      model.dropout('hidden', dropoutSite(layer, `${after}Hidden`)),
      normGradients(model, name),
    );
    dOutput.dispose();
    this.release(norm.normalized, norm.rstd);
    return output;
  }
}

function normGradients(model: Model, name: string): { gamma: Slot; beta: Slot } | null {
  const gamma = model.gradient(`${name}.weight`);
  const beta = model.gradient(`${name}.bias`);
  return gamma && beta ? { gamma, beta } : null;
}
