/** @file Which parameters a scenario trains: their layout in the flat buffer and their initial values. */
import type { Scenario } from '../experiment/experiment';
import { hasModule } from '../experiment/modules';
import { layOut, rangesOf, type FlatLayout } from '../ops/flat';
import { createRandom, type Random } from '../train/random';
import type { ModelConfig } from './config';
import { adapterName } from './names';
import { moduleWidths } from './parameters';
import {
  MODULES_OF,
  PROJECTIONS,
  stack,
  stackedAdapterName,
  stackedEncoderShapes,
  type Projection,
  type StackedShape,
} from './projections';
import { headShapes } from './shapes';

/** Standard deviation of a new head's weights, Hugging Face's `initializer_range`. */
const HEAD_DEVIATION = 0.02;

/** Which of a projection's stacked modules carry an adapter in `layer` (0-based). */
export function adaptedModules(scenario: Scenario, layer: number, projection: Projection): number[] {
  if (scenario.method !== 'lora') return [];
  const modules = MODULES_OF[projection];
  return [...modules.keys()].filter((index) => hasModule(scenario.modules, layer + 1, modules[index]!));
}

/** A [r, in] and B [out, r] of every adapted module, stacked by projection, lowest layer first. */
function adapterShapes(config: ModelConfig, scenario: Scenario): StackedShape[] {
  if (scenario.method !== 'lora') return [];
  const shapes: StackedShape[] = [];
  for (let layer = 0; layer < config.layers; layer++)
    for (const projection of PROJECTIONS) {
      const components = adaptedModules(scenario, layer, projection).map(
        (index) => MODULES_OF[projection][index]!,
      );
      if (components.length === 0) continue;
      for (const matrix of ['A', 'B'] as const) {
        const parts = components.map((component) => {
          const { input, output } = moduleWidths(config, component);
          const shape = matrix === 'A' ? [scenario.rank, input] : [output, scenario.rank];
          return { name: adapterName(layer, component, matrix), shape };
        });
        shapes.push(stack(stackedAdapterName(layer, projection, matrix), parts));
      }
    }
  return shapes;
}

/** As the Hugging Face Trainer groups parameters: no weight decay on biases and LayerNorm. */
function decays(name: string): boolean {
  return !name.endsWith('.bias') && !name.includes('LayerNorm');
}

/** The trainable parameters of a scenario: adapters or the whole encoder, and always the head. */
export function trainableLayout(config: ModelConfig, scenario: Scenario): FlatLayout {
  const encoder = scenario.method === 'full' ? stackedEncoderShapes(config) : adapterShapes(config, scenario);
  return layOut(
    [...encoder, ...headShapes(config)].map((entry) => ({ ...entry, decay: decays(entry.name) })),
  );
}

/**
 * Values before the first step, a function of the seed: A normal with deviation 1 / sqrt(in) and B zero
 * (the published experiments' choice), the head normal with deviation 0.02 and zero biases.
 * @param pretrained the checkpoint's weights by name, for full fine-tuning
 * @returns layout.length values, zero in the gaps
 */
export function initialValues(
  layout: FlatLayout,
  seed: number,
  pretrained: (name: string) => Float32Array,
): Float32Array {
  const values = new Float32Array(layout.length);
  const random: Random = createRandom(seed, 'initialisation');
  for (const { name, shape, offset, size } of rangesOf(layout).values()) {
    const range = values.subarray(offset, offset + size);
    if (name.startsWith('encoder.') || name.startsWith('embeddings.')) range.set(pretrained(name));
    else if (name.endsWith('.A')) fillNormal(range, random, 1 / Math.sqrt(shape[1] ?? 1));
    else if (name.startsWith('classifier.') && name.endsWith('.weight'))
      fillNormal(range, random, HEAD_DEVIATION);
  }
  return values;
}

function fillNormal(range: Float32Array, random: Random, deviation: number): void {
  for (let index = 0; index < range.length; index++) range[index] = deviation * random.normal();
}
