/**
 * @file The matrix products of an encoder layer: query, key and value have the same input and are computed as one
 * product.
 */
import type { NonEmpty } from '../base/groupBy';
import type { Component } from './modules';
import type { ModelConfig } from './config';
import { moduleName, type AdapterPart } from './names';
import { encoderShapes, type NamedShape } from './shapes';

export type Projection = 'queryKeyValue' | 'attentionOutput' | 'up' | 'down';

/** Each projection's modules, stacked in this order. */
export const MODULES_OF: Readonly<Record<Projection, NonEmpty<Component>>> = {
  queryKeyValue: ['query', 'key', 'value'],
  attentionOutput: ['attentionOutput'],
  up: ['up'],
  down: ['down'],
};

export const PROJECTIONS = Object.keys(MODULES_OF) as readonly Projection[];

/** The projection that a module is stacked in. */
export function projectionOf(component: Component): Projection {
  return component === 'query' || component === 'key' || component === 'value' ? 'queryKeyValue' : component;
}

/** The name under which the engine keeps the projection's weight and bias; for a single module it is the module's. */
export function projectionName(layer: number, projection: Projection): string {
  if (projection === 'queryKeyValue') return `encoder.layer.${layer}.attention.self.queryKeyValue`;
  return moduleName(layer, projection);
}

/** The name of the projection's stacked A, B or magnitudes; `layer` is 0-based. */
export function stackedAdapterName(layer: number, projection: Projection, part: AdapterPart): string {
  return `layer.${layer}.${projection}.stacked.${part}`;
}

/** A tensor as the engine keeps it, with the model's tensors that it stacks along its first axis. */
export interface StackedShape extends NamedShape {
  readonly parts: readonly StackedPart[];
}

export interface StackedPart extends NamedShape {
  /** How many of its elements train, where the others only fill it up to the height of the stack. */
  readonly trained?: number;
}

/** Stacks the shapes of parts, whose further axes are equal. */
export function stack(name: string, parts: readonly StackedPart[]): StackedShape {
  const rows = parts.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0);
  return { name, shape: [rows, ...(parts[0]?.shape.slice(1) ?? [])], parts };
}

/** The encoder's tensors as the engine keeps them. */
export function stackedEncoderShapes(config: ModelConfig): StackedShape[] {
  const stackedNames = new Map<string, string>();
  for (let layer = 0; layer < config.layers; layer++)
    for (const component of MODULES_OF.queryKeyValue)
      for (const kind of ['weight', 'bias'])
        stackedNames.set(
          `${moduleName(layer, component)}.${kind}`,
          `${projectionName(layer, 'queryKeyValue')}.${kind}`,
        );
  const groups = new Map<string, NamedShape[]>();
  for (const shape of encoderShapes(config)) {
    const name = stackedNames.get(shape.name) ?? shape.name;
    groups.set(name, [...(groups.get(name) ?? []), shape]);
  }
  return [...groups].map(([name, parts]) => stack(name, parts));
}
