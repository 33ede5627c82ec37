/**
 * @file Exports a trained trial as a whole model in Hugging Face's layout: with adapters merged, and config.json beside
 * the weights.
 */
import { COMPONENTS, type Component } from '../architecture/modules';
import type { ModelConfig } from '../architecture/config';
import { adapterName, moduleName } from '../architecture/names';
import { encoderShapes, headShapes } from '../architecture/shapes';
import type { TrainedTensors, TrainedTrial } from '../train/trained';
import type { Architecture } from '../architecture/config';
import { headTensorNames } from './architecture';
import { scalingOf } from './peft/importAdapter';
import { byName, matrixExtents } from './tensors';
import { writeSafetensors, type TensorSource } from './writeSafetensors';

const CLASSES: Readonly<Record<Architecture, string>> = {
  roberta: 'RobertaForSequenceClassification',
  bert: 'BertForSequenceClassification',
};

export interface ExportBase {
  readonly config: ModelConfig;
  /** The base model's config.json as it was read. */
  readonly configJson: unknown;
  /** Reads a pretrained tensor of the encoder by the lab's name; called for one tensor at a time. */
  readonly pretrained: (name: string) => Float32Array | Promise<Float32Array>;
  /** Names of the classes, in their order. */
  readonly labelNames: readonly string[];
}

/**
 * config.json and model.safetensors, which `AutoModelForSequenceClassification.from_pretrained` loads.
 * LoRA weights are merged, W + scaling * B A, onto the base in float32, whatever base precision it trained with.
 */
export async function exportModel(
  trial: TrainedTrial,
  base: ExportBase,
  onTensor?: (done: number, total: number) => void,
): Promise<ReadonlyMap<string, Blob>> {
  const json = `${JSON.stringify(pretrainedConfig(base), null, 2)}\n`;
  const tensors = pretrainedTensors(trial, base);
  return new Map([
    ['config.json', new Blob([json], { type: 'application/json' })],
    ['model.safetensors', await writeSafetensors(tensors, onTensor)],
  ]);
}

/** The base model's config.json, as a classifier of these labels. */
export function pretrainedConfig({ config, configJson, labelNames }: ExportBase): Record<string, unknown> {
  const { num_labels: _, torch_dtype: __, ...fields } = configJson as Record<string, unknown>;
  return {
    ...fields,
    architectures: [CLASSES[config.architecture]],
    dtype: 'float32',
    id2label: Object.fromEntries(labelNames.map((name, index) => [String(index), name])),
    label2id: Object.fromEntries(labelNames.map((name, index) => [name, index])),
    problem_type: 'single_label_classification',
  };
}

/** Every tensor of the saved model, read or merged only when it is written. */
export function pretrainedTensors(
  { scenario, tensors }: TrainedTrial,
  { config, pretrained }: Omit<ExportBase, 'labelNames' | 'configJson'>,
): TensorSource[] {
  const architecture = config.architecture;
  const adapted = new Map<string, { layer: number; component: Component }>();
  if (scenario.method === 'lora')
    for (let layer = 0; layer < config.layers; layer++)
      for (const component of COMPONENTS)
        if (tensors.has(adapterName(layer, component, 'A')))
          adapted.set(`${moduleName(layer, component)}.weight`, { layer, component });
  const encoder = encoderShapes(config).map(({ name, shape }) => ({
    name: `${architecture}.${name}`,
    shape,
    values: async () => {
      const trained = tensors.get(name);
      if (trained) return trained.values;
      const weight = await pretrained(name);
      const module = adapted.get(name);
      if (!module || scenario.method !== 'lora') return weight;
      return merged(weight, tensors, module.layer, module.component, scalingOf(scenario, scenario.rsLora));
    },
  }));
  const shapes = new Map(headShapes(config).map(({ name, shape }) => [name, shape]));
  const head = headTensorNames(architecture).map(({ own, full }) => ({
    name: full,
    shape: byName(shapes, own),
    values: () => byName(tensors, own).values,
  }));
  return [...encoder, ...head];
}

/** weight + scaling * B A as a new array; with DoRA its rows have the lengths that the magnitudes say. */
function merged(
  weight: Float32Array,
  tensors: TrainedTensors,
  layer: number,
  component: Component,
  scaling: number,
): Float32Array {
  const a = byName(tensors, adapterName(layer, component, 'A'));
  const b = byName(tensors, adapterName(layer, component, 'B'));
  const { rows: rank, columns: input } = matrixExtents(a);
  const { rows: output } = matrixExtents(b);
  const magnitudes = tensors.get(adapterName(layer, component, 'magnitude'))?.values;
  const sum = new Float32Array(weight);
  // Indices are in range: A is [rank, input], B [output, rank], and the weight [output, input].
  for (let row = 0; row < output; row++) {
    const target = sum.subarray(row * input, (row + 1) * input);
    for (let r = 0; r < rank; r++) {
      const factor = scaling * b.values[row * rank + r]!;
      const source = a.values.subarray(r * input, (r + 1) * input);
      for (let column = 0; column < input; column++) target[column]! += factor * source[column]!;
    }
    if (magnitudes) stretch(target, magnitudes[row]!);
  }
  return sum;
}

/** Gives a row this length in place of its own. */
function stretch(row: Float32Array, length: number): void {
  const own = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
  for (const [column, value] of row.entries()) row[column] = (length / own) * value;
}
