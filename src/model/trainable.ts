/** @file Which parameters a scenario trains: their layout in the flat buffer and their initial values. */
import { rateOfB, type Scenario } from '../experiment/experiment';
import { rankOf } from '../experiment/ranks';
import { hasModule, type Component } from '../architecture/modules';
import { layOut, type Flat, type FlatLayout, type FlatRange } from '../ops/flat';
import { createRandom } from '../base/random';
import type { EncoderWeights } from '../architecture/tensorSource';
import type { ModelConfig } from '../architecture/config';
import { adapterName } from '../architecture/names';
import { moduleWidths } from '../architecture/moduleWidths';
import {
  MODULES_OF,
  PROJECTIONS,
  stack,
  stackedAdapterName,
  stackedEncoderShapes,
  type Projection,
  type StackedShape,
} from '../architecture/projections';
import { headShapes } from '../architecture/shapes';
import { stackedRank } from './stackedRank';

/** The standard deviation of a new head's weights, Hugging Face's `initializer_range`. */
const HEAD_DEVIATION = 0.02;

/** The modules of a projection that carry an adapter in `layer` (0-based), with their numbers among those stacked. */
function adaptedComponents(
  scenario: Scenario,
  layer: number,
  projection: Projection,
): (readonly [index: number, component: Component])[] {
  if (scenario.method !== 'lora') return [];
  return [...MODULES_OF[projection].entries()].filter(([, component]) =>
    hasModule(scenario.modules, layer + 1, component),
  );
}

/** Numbers of those among a projection's stacked modules that carry an adapter in `layer` (0-based). */
export function adaptedModules(scenario: Scenario, layer: number, projection: Projection): number[] {
  return adaptedComponents(scenario, layer, projection).map(([index]) => index);
}

/**
 * A [r, in], B [out, r] and with DoRA magnitudes [out] of every adapted module, stacked by projection, lowest layer first. Stacked modules share the
 * largest r among them: the rows of A and columns of B beyond a module's own are zeros, whose gradients are zero too.
 */
function adapterShapes(config: ModelConfig, scenario: Scenario): StackedShape[] {
  if (scenario.method !== 'lora') return [];
  const shapes: StackedShape[] = [];
  for (let layer = 0; layer < config.layers; layer++)
    for (const projection of PROJECTIONS) {
      const components = adaptedComponents(scenario, layer, projection);
      if (components.length === 0) continue;
      for (const matrix of ['A', 'B'] as const) {
        const widest = stackedRank(scenario, layer, projection);
        const parts = components.map(([, component]) => {
          const { input, output } = moduleWidths(config, component);
          const shape = matrix === 'A' ? [widest, input] : [output, widest];
          const trained = rankOf(scenario, layer, component) * (matrix === 'A' ? input : output);
          return { name: adapterName(layer, component, matrix), shape, trained };
        });
        shapes.push(stack(stackedAdapterName(layer, projection, matrix), parts));
      }
      if (!scenario.dora) continue;
      const magnitudes = components.map(([, component]) => ({
        name: adapterName(layer, component, 'magnitude'),
        shape: [moduleWidths(config, component).output],
      }));
      shapes.push(stack(stackedAdapterName(layer, projection, 'magnitude'), magnitudes));
    }
  return shapes;
}

/** Whether weight decay applies: as in the Hugging Face Trainer, not to biases and LayerNorm. */
function decays(name: string): boolean {
  return !name.endsWith('.bias') && !name.includes('LayerNorm');
}

/** Whether LoRA+ trains it faster: PEFT's optimizer of LoRA+ counts vectors, biases and magnitudes, with B. */
function isFaster(name: string): boolean {
  return name.endsWith('.B') || name.endsWith('.bias') || name.endsWith('.magnitude');
}

/** The trainable parameters of a scenario: its adapters or the whole encoder, and always the head. */
export function trainableLayout(config: ModelConfig, scenario: Scenario): FlatLayout {
  const encoder = scenario.method === 'full' ? stackedEncoderShapes(config) : adapterShapes(config, scenario);
  const hasFaster = rateOfB(scenario) !== 1;
  return layOut(
    [...encoder, ...headShapes(config)].map((entry) => ({
      ...entry,
      decay: decays(entry.name),
      ...(hasFaster && { faster: isFaster(entry.name) }),
    })),
  );
}

/** Initial values, by the parameter's name. */
type StartValues = ReadonlyMap<string, { readonly values: Float32Array }>;

/** The values of one entry of the flat buffer before the first step. */
export interface InitialEntry {
  readonly name: string;
  readonly values: Float32Array;
}

/**
 * Yields the values before the first step, entry by entry. A is normal with deviation 1 / sqrt(in) and B zero, as in the
 * published experiments; the head's weights are normal with deviation 0.02 and its biases zero.
 *
 * Each parameter draws from a stream of its own, by the seed and its name. So scenarios of one seed begin with the same
 * head, and with the same A of a module (in its first rows, where ranks differ), whatever else they train: what differs
 * between them is the scenario, not luck.
 * @param pretrained the pretrained weights by name, from which full fine-tuning starts
 * @param start values that replace those of some parameters; the others are the same with and without them
 * @throws Error if one of `start` differs in size from the layout
 */
export async function* initialEntries(
  layout: FlatLayout,
  seed: number,
  pretrained: EncoderWeights,
  start: StartValues = new Map(),
): AsyncGenerator<InitialEntry> {
  const valuesOf = (range: FlatRange): Promise<Float32Array> | Float32Array => {
    const given = start.get(range.name)?.values;
    if (given && given.length !== range.size)
      throw new Error(`${range.name} is to start with ${given.length} values, but has ${range.size}.`);
    return given ?? usualValues(range);
  };
  const usualValues = ({
    name,
    shape,
    size,
    trained = size,
  }: FlatRange): Promise<Float32Array> | Float32Array => {
    if (name.startsWith('encoder.') || name.startsWith('embeddings.')) return pretrained(name);
    if (name.endsWith('.A')) {
      const values = new Float32Array(size);
      values.set(normalValues(trained, 1 / Math.sqrt(shape[1] ?? 1), seed, name));
      return values;
    }
    return name.startsWith('classifier.') && name.endsWith('.weight')
      ? normalValues(size, HEAD_DEVIATION, seed, name)
      : new Float32Array(size);
  };
  for (const { name, offset, size, parts } of layout.entries.values()) {
    const [only] = parts;
    if (only && parts.length === 1) {
      yield { name, values: await valuesOf(only) };
      continue;
    }
    const values = new Float32Array(size);
    for (const part of parts) values.set(await valuesOf(part), part.offset - offset);
    yield { name, values };
  }
}

/**
 * Writes the initial values entry by entry, so that the host never holds all parameters of full fine-tuning.
 * @param trial the trial's number in its company
 */
export async function writeInitialValues(
  flat: Flat,
  seed: number,
  pretrained: EncoderWeights,
  start?: StartValues,
  trial = 0,
): Promise<void> {
  for await (const { name, values } of initialEntries(flat.layout, seed, pretrained, start))
    flat.writeEntry(name, values, trial);
}

/** Normal values from the stream that belongs to a seed and a parameter's name. */
function normalValues(size: number, deviation: number, seed: number, name: string): Float32Array {
  const random = createRandom(seed, `initial ${name}`);
  return Float32Array.from({ length: size }, () => deviation * random.normal());
}
