/** @file A model that trains: its frozen weights, its trainable parameters, and how far down backward must go. */
import type { Tensor } from '@tensorflow/tfjs';
import type { DropoutRates, Scenario } from '../experiment/experiment';
import { scenarioScaling } from '../experiment/ranks';
import { lowestLayer } from '../architecture/modules';
import type {
  Adapter,
  Dropout,
  Flat,
  FrozenMatrix,
  Linear,
  LinearGradients,
  Operand,
  Ops,
  Slot,
  Weight,
} from '../ops';
import { flatPair } from '../ops/flat';
import type { ModelConfig } from '../architecture/config';
import { dropoutSite } from './dropoutSites';
import {
  MODULES_OF,
  PROJECTIONS,
  projectionName,
  stackedAdapterName,
  type Projection,
} from '../architecture/projections';
import { adaptedModules, trainableLayout } from './trainable';
import { stackedRank } from './stackedRank';

export type FrozenWeight = Tensor | FrozenMatrix;
/** The encoder's pretrained weights on the device, by the engine's names. All trials share them. */
export type FrozenWeights = ReadonlyMap<string, FrozenWeight>;

/** Whether a scenario reads the frozen encoder: full fine-tuning does not, because it trains a copy of all of it. */
export function readsFrozen({ method }: Scenario): boolean {
  return method !== 'full';
}

/**
 * The stages of an encoder layer from its input to its output: attention with query, key and value; its output
 * projection; up; down. The backward pass goes through them from the last to the first.
 */
export const STAGE: Readonly<Record<Projection, number>> = {
  queryKeyValue: 0,
  attentionOutput: 1,
  up: 2,
  down: 3,
};

/** The stop stage of a layer that backward goes all the way through: the gradient goes on to the layer's input. */
export const THROUGH = -1;

export interface ModelOptions {
  readonly dropout: DropoutRates;
  /** Gradient checkpointing (Chen et al. 2016): keeps only each layer's input, and computes the rest again in backward. */
  readonly checkpointing: boolean;
}

export class Model {
  readonly parameters: Flat;
  readonly gradients: Flat;
  /** Dropout is on while this is set, and off for evaluation. */
  training = false;

  constructor(
    readonly ops: Ops,
    readonly config: ModelConfig,
    readonly scenario: Scenario,
    private readonly frozen: FrozenWeights,
    readonly options: ModelOptions,
  ) {
    const layout = trainableLayout(config, scenario);
    [this.parameters, this.gradients] = flatPair((of) => ops.flat(of), layout);
  }

  /** A tensor of the encoder or the head: the trainable copy if there is one. @throws Error if there is neither */
  weight(name: string): Weight {
    if (this.trains(name)) return this.parameters.slot(name);
    const tensor = this.frozen.get(name);
    if (!tensor) throw new Error(`The model has no tensor called ${name}.`);
    return tensor;
  }

  /** A tensor that is never packed or transposed: a bias, a LayerNorm parameter or an embedding table. */
  operand(name: string): Operand {
    const weight = this.weight(name);
    if ('precision' in weight)
      throw new Error(`${name} is packed or transposed and cannot be used as it is.`);
    return weight;
  }

  trains(name: string): boolean {
    return this.parameters.layout.entries.has(name);
  }

  gradient(name: string): Slot | null {
    return this.trains(name) ? this.gradients.slot(name) : null;
  }

  /** A projection of `layer` (0-based) with its adapter. */
  linear(layer: number, projection: Projection): Linear {
    const name = projectionName(layer, projection);
    return {
      weight: this.weight(`${name}.weight`),
      bias: this.operand(`${name}.bias`),
      adapter: this.adapter(layer, projection),
    };
  }

  /** The magnitudes of a projection's adapters, [n * out]; null without DoRA. @param layer 0-based */
  magnitudes(layer: number, projection: Projection): Slot | null {
    const name = stackedAdapterName(layer, projection, 'magnitude');
    return this.trains(name) ? this.parameters.slot(name) : null;
  }

  /** The gradients that backward writes for a projection of `layer` (0-based). */
  linearGradients(layer: number, projection: Projection): LinearGradients {
    const name = projectionName(layer, projection);
    return {
      weight: this.gradient(`${name}.weight`),
      bias: this.gradient(`${name}.bias`),
      a: this.gradient(stackedAdapterName(layer, projection, 'A')),
      b: this.gradient(stackedAdapterName(layer, projection, 'B')),
    };
  }

  /** Whether backward needs the projection's input: for the gradient of its weight or of its A. */
  needsInput(layer: number, projection: Projection): boolean {
    return this.scenario.method === 'full' || this.adapted(layer, projection).length > 0;
  }

  /** The dropout; null if nothing is dropped. */
  dropout(kind: keyof DropoutRates, site: number): Dropout | null {
    const rate = this.options.dropout[kind];
    return this.training && rate > 0 ? { rate, site } : null;
  }

  /**
   * The stage of `layer` (0-based) at which backward may stop; THROUGH if it must go on to the layer's input; null if
   * it never enters the layer.
   */
  stopStage(layer: number): number | null {
    const { scenario } = this;
    if (scenario.method === 'full') return THROUGH;
    const lowest = scenario.method === 'lora' ? lowestLayer(scenario.modules) : null;
    if (lowest === null || layer < lowest - 1) return null;
    if (layer > lowest - 1) return THROUGH;
    return Math.min(
      ...PROJECTIONS.filter((projection) => this.adapted(layer, projection).length > 0).map(
        (projection) => STAGE[projection],
      ),
    );
  }

  dispose(): void {
    this.parameters.dispose();
    this.gradients.dispose();
  }

  /** Numbers of those among the projection's stacked modules that carry an adapter. */
  private adapted(layer: number, projection: Projection): number[] {
    return adaptedModules(this.scenario, layer, projection);
  }

  private adapter(layer: number, projection: Projection): Adapter | null {
    const { scenario } = this;
    const adapted = this.adapted(layer, projection);
    if (scenario.method !== 'lora' || adapted.length === 0) return null;
    return {
      a: this.parameters.slot(stackedAdapterName(layer, projection, 'A')),
      b: this.parameters.slot(stackedAdapterName(layer, projection, 'B')),
      rank: stackedRank(scenario, layer, projection),
      modules: MODULES_OF[projection].length,
      adapted,
      scaling: scenarioScaling(scenario),
      dropout: this.dropout('lora', dropoutSite(layer, projection)),
    };
  }
}
