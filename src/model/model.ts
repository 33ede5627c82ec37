/** @file A model in training: frozen weights, trainable parameters, and how far the backward pass must reach. */
import type { Tensor } from '@tensorflow/tfjs';
import type { DropoutRates, Scenario } from '../experiment/experiment';
import { COMPONENTS, hasModule, lowestLayer, type Component } from '../experiment/modules';
import type { Adapter, Dropout, Flat, LinearGradients, Operand, Ops, Slot } from '../ops';
import type { ModelConfig } from './config';
import { dropoutSite } from './dropoutSites';
import { adapterName, moduleName } from './names';
import { trainableLayout } from './trainable';

/** The encoder's pre-trained tensors on the device, by name; shared by all trials. */
export type FrozenWeights = ReadonlyMap<string, Tensor>;

/**
 * Stages of an encoder layer from its input to its output: attention with query, key and value; its output
 * projection; up; down. The backward pass walks them from the last to the first.
 */
export const STAGE: Readonly<Record<Component, number>> = {
  query: 0,
  key: 0,
  value: 0,
  attentionOutput: 1,
  up: 2,
  down: 3,
};

/** Below every stage: the gradient goes on to the layer's input. */
export const THROUGH = -1;

export class Model {
  readonly parameters: Flat;
  readonly gradients: Flat;
  /** Dropout off, as in evaluation, unless `training` is set. */
  training = false;

  constructor(
    readonly ops: Ops,
    readonly config: ModelConfig,
    readonly scenario: Scenario,
    private readonly frozen: FrozenWeights,
    private readonly rates: DropoutRates,
  ) {
    const layout = trainableLayout(config, scenario);
    this.parameters = ops.flat(layout);
    this.gradients = ops.flat(layout);
  }

  /** A tensor of the encoder or head: the trainable copy if there is one. */
  operand(name: string): Operand {
    if (this.trains(name)) return this.parameters.slot(name);
    const tensor = this.frozen.get(name);
    if (!tensor) throw new Error(`The model has no tensor called ${name}.`);
    return tensor;
  }

  trains(name: string): boolean {
    return this.parameters.layout.entries.has(name);
  }

  gradient(name: string): Slot | null {
    return this.trains(name) ? this.gradients.slot(name) : null;
  }

  /** The adapter of a module of `layer` (0-based), or null. */
  adapter(layer: number, component: Component): Adapter | null {
    const { scenario } = this;
    if (scenario.method !== 'lora' || !hasModule(scenario.modules, layer + 1, component)) return null;
    return {
      a: this.parameters.slot(adapterName(layer, component, 'A')),
      b: this.parameters.slot(adapterName(layer, component, 'B')),
      // Kalajdzievski 2023: rank-stabilised LoRA divides by the root.
      scaling: scenario.alpha / (scenario.rsLora ? Math.sqrt(scenario.rank) : scenario.rank),
      dropout: this.dropout('lora', dropoutSite(layer, component)),
    };
  }

  /** The gradients that backward writes for a module of `layer` (0-based). */
  moduleGradients(layer: number, component: Component): LinearGradients {
    const name = moduleName(layer, component);
    return {
      weight: this.gradient(`${name}.weight`),
      bias: this.gradient(`${name}.bias`),
      a: this.gradient(adapterName(layer, component, 'A')),
      b: this.gradient(adapterName(layer, component, 'B')),
    };
  }

  /** Whether the module's input is needed again in backward: for its weight's or its A's gradient. */
  needsInput(layer: number, component: Component): boolean {
    return this.scenario.method === 'full' || this.adapter(layer, component) !== null;
  }

  dropout(kind: keyof DropoutRates, site: number): Dropout | null {
    const rate = this.rates[kind];
    return this.training && rate > 0 ? { rate, site } : null;
  }

  /**
   * The stage of `layer` (0-based) at which backward may stop; THROUGH if it must go on to the layer's
   * input; null if it never enters the layer.
   */
  stopStage(layer: number): number | null {
    const { scenario } = this;
    if (scenario.method === 'full') return THROUGH;
    const lowest = scenario.method === 'lora' ? lowestLayer(scenario.modules) : null;
    if (lowest === null || layer < lowest - 1) return null;
    if (layer > lowest - 1) return THROUGH;
    return Math.min(...COMPONENTS.filter((c) => this.adapter(layer, c)).map((c) => STAGE[c]));
  }

  dispose(): void {
    this.parameters.dispose();
    this.gradients.dispose();
  }
}
