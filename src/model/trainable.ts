/** @file Which parameters a scenario trains: their layout in the flat buffer and their initial values. */
import type { Scenario } from '../experiment/experiment';
import { hasModule, COMPONENTS } from '../experiment/modules';
import { layOut, type FlatLayout } from '../ops/flat';
import { createRandom, type Random } from '../train/random';
import type { ModelConfig } from './config';
import { adapterName } from './names';
import { moduleWidths } from './parameters';
import { encoderShapes, headShapes, type NamedShape } from './shapes';

/** Standard deviation of a new head's weights, Hugging Face's `initializer_range`. */
const HEAD_DEVIATION = 0.02;

/** A [r, in] and B [out, r] of every adapted module, lowest layer first. */
function adapterShapes(config: ModelConfig, scenario: Scenario): NamedShape[] {
  if (scenario.method !== 'lora') return [];
  const shapes: NamedShape[] = [];
  for (let layer = 0; layer < config.layers; layer++)
    for (const component of COMPONENTS) {
      if (!hasModule(scenario.modules, layer + 1, component)) continue;
      const { input, output } = moduleWidths(config, component);
      shapes.push(
        { name: adapterName(layer, component, 'A'), shape: [scenario.rank, input] },
        { name: adapterName(layer, component, 'B'), shape: [output, scenario.rank] },
      );
    }
  return shapes;
}

/** As the Hugging Face Trainer groups parameters: no weight decay on biases and LayerNorm. */
function decays(name: string): boolean {
  return !name.endsWith('.bias') && !name.includes('LayerNorm');
}

/** The trainable parameters of a scenario: adapters or the whole encoder, and always the head. */
export function trainableLayout(config: ModelConfig, scenario: Scenario): FlatLayout {
  const encoder = scenario.method === 'full' ? encoderShapes(config) : adapterShapes(config, scenario);
  return layOut(
    [...encoder, ...headShapes(config)].map((entry) => ({ ...entry, decay: decays(entry.name) })),
  );
}

/**
 * Values before the first step, a function of the seed: A normal with deviation 1 / sqrt(in) and B zero
 * (the published experiments' choice), the head normal with deviation 0.02 and zero biases.
 * @param pretrained the encoder's weights by name, for full fine-tuning
 * @returns layout.length values, zero in the gaps
 */
export function initialValues(
  layout: FlatLayout,
  seed: number,
  pretrained: (name: string) => Float32Array,
): Float32Array {
  const values = new Float32Array(layout.length);
  const random: Random = createRandom(seed, 'initialisation');
  for (const { name, shape, offset, size } of layout.entries.values()) {
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
