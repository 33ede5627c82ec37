/** @file Reads a PEFT adapter and checks it against a model: a trial can begin with it, or evaluate it unchanged. */
import { LabError } from '../../base/errors';
import { shownShape } from '../../base/shown';
import type { LoraScenario, Scenario } from '../../experiment/experiment';
import { rankOf, tidyRanks, type RankedModules } from '../../experiment/ranks';
import { stackedRank } from '../../model/stackedRank';
import { projectionOf } from '../../architecture/projections';
import { COMPONENTS, moduleSet, type Component, type ModuleSet } from '../../architecture/modules';
import type { ModelConfig } from '../../architecture/config';
import { adapterName, HEAD } from '../../architecture/names';
import { moduleWidths } from '../../architecture/moduleWidths';
import { headShapes } from '../../architecture/shapes';
import type { ModuleScale, TrainedTensors } from '../../train/trained';
import { firstNotFinite } from '../../weights/finite';
import type { TensorData } from '../../weights/safetensors';
import { headTensorNames } from '../architecture';
import { byName, matrixExtents } from '../tensors';
import { readAdapterConfig, type AdapterConfig } from './adapterConfig';
import { targetsOf, type Target } from './targets';

/** PEFT puts this before every name. */
export const PEFT_PREFIX = 'base_model.model.';

export interface ImportedAdapter {
  readonly modules: ModuleSet;
  /** The largest rank of its modules. */
  readonly rank: number;
  readonly alpha: number;
  readonly rsLora: boolean;
  /** Whether every module has magnitudes. */
  readonly dora: boolean;
  /** Modules with another rank than the largest. */
  readonly ranks: readonly RankedModules[];
  /** Rank and alpha by module, `layer.0.query`. */
  readonly scales: ReadonlyMap<string, ModuleScale>;
  /** A [rank, in], B [out, rank] and with DoRA magnitudes [out] of every module, unpadded, by the lab's names; and the head, if it has one. */
  readonly tensors: TrainedTensors;
  readonly hasHead: boolean;
}

/**
 * Reads an adapter for a model.
 * @param json content of adapter_config.json
 * @param file tensors of adapter_model.safetensors
 * @throws LabError naming what is missing, has another shape than the model, or cannot be represented
 */
export function importAdapter(
  json: unknown,
  file: ReadonlyMap<string, TensorData>,
  model: ModelConfig,
): ImportedAdapter {
  const config = readAdapterConfig(json);
  const architecture = model.architecture;
  const names = [...file.keys()].map((name) =>
    name.startsWith(PEFT_PREFIX) ? name.slice(PEFT_PREFIX.length) : name,
  );
  const prefix = names.some((name) => name.startsWith('encoder.')) ? '' : `${architecture}.`;
  const targets = targetsOf(config, model, architecture, prefix);
  const reader = new TensorReader(file);

  const tensors = new Map<string, { shape: readonly number[]; values: Float32Array }>();
  for (const { layer, component, name, rank } of targets) {
    const { input, output } = moduleWidths(model, component);
    tensors.set(
      adapterName(layer, component, 'A'),
      reader.take(`${PEFT_PREFIX}${name}.lora_A.weight`, [rank, input]),
    );
    tensors.set(
      adapterName(layer, component, 'B'),
      reader.take(`${PEFT_PREFIX}${name}.lora_B.weight`, [output, rank]),
    );
    if (config.dora)
      tensors.set(
        adapterName(layer, component, 'magnitude'),
        reader.take(`${PEFT_PREFIX}${name}.lora_magnitude_vector`, [output]),
      );
  }
  const head = headTensorNames(architecture);
  const hasHead = head.some(({ full }) => file.has(PEFT_PREFIX + full));
  if (hasHead && architecture === 'bert' && !head.every(({ full }) => file.has(PEFT_PREFIX + full)))
    throw new LabError(
      'The adapter brings a classifier without the pooler below it, which is in its base model and not among the adapter’s tensors.',
      'Train it with modules_to_save=["bert.pooler", "classifier"].',
    );
  const shapes = new Map(headShapes(model).map(({ name, shape }) => [name, shape]));
  if (hasHead)
    for (const { own, full } of head) tensors.set(own, reader.take(PEFT_PREFIX + full, byName(shapes, own)));
  reader.refuseRest();
  if (tensors.size === 0)
    throw new LabError('The adapter has neither modules nor a head.', 'Choose another adapter.');
  return { ...settings(config, targets, model), tensors, hasHead };
}

/** The number of classes of the head in an adapter's file; null if it holds none. */
export function headLabels(file: ReadonlyMap<string, TensorData>, model: ModelConfig): number | null {
  const output = headTensorNames(model.architecture).find(({ own }) => own === `${HEAD.output}.bias`);
  return (output && file.get(PEFT_PREFIX + output.full)?.shape[0]) ?? null;
}

/** Takes tensors by name. A tensor that nobody takes is an error too, because PEFT would silently leave it out. */
class TensorReader {
  private readonly left: Set<string>;

  constructor(private readonly file: ReadonlyMap<string, TensorData>) {
    this.left = new Set(file.keys());
  }

  take(name: string, shape: readonly number[]): { shape: readonly number[]; values: Float32Array } {
    const tensor = this.file.get(name);
    if (!tensor)
      throw new LabError(
        `The adapter has no tensor ${name}, which its config asks for.`,
        'Use an adapter_model.safetensors and adapter_config.json that belong together.',
      );
    if (tensor.shape.join() !== shape.join() || !(tensor.values instanceof Float32Array))
      throw new LabError(
        `Tensor ${name} of the adapter has the shape ${shownShape(tensor.shape)}; the model asks for [${shape.join(', ')}].`,
        'Choose the model that the adapter was trained on, and data with as many labels.',
      );
    if (firstNotFinite(tensor.values) >= 0)
      throw new LabError(
        `Tensor ${name} of the adapter holds values that are no numbers.`,
        'Train it again.',
      );
    this.left.delete(name);
    return { shape, values: tensor.values };
  }

  /** @throws LabError naming a tensor that the lab cannot use */
  refuseRest(): void {
    const [name] = this.left;
    if (name !== undefined)
      throw new LabError(
        `The adapter holds ${name.slice(0, 200)}, for which the lab has no place.`,
        'Use an adapter of LoRA matrices and a classifier head alone, whose modules_to_save name nothing but the head.',
      );
  }
}

type Settings = Pick<ImportedAdapter, 'modules' | 'rank' | 'alpha' | 'rsLora' | 'dora' | 'ranks' | 'scales'>;

function settings(
  { rank, alpha, rsLora, dora }: AdapterConfig,
  targets: readonly Target[],
  { layers }: ModelConfig,
): Settings {
  const modules = Array.from({ length: layers }, (_, layer) =>
    COMPONENTS.filter((component) =>
      targets.some((target) => target.layer === layer && target.component === component),
    ),
  );
  const scales = new Map(
    targets.map(({ layer, component, rank, alpha }) => [`layer.${layer}.${component}`, { rank, alpha }]),
  );
  if (targets.length === 0) return { modules, rank, alpha, rsLora, dora, ranks: [], scales };
  const largest = targets.reduce((most, target) => (target.rank > most.rank ? target : most));
  const ranks = targets.map(({ rank: own, layer, component }) => ({
    rank: own,
    modules: moduleSet(layers, (at, each) => at === layer + 1 && each === component),
  }));
  const { ranks: others = [] } = tidyRanks({ modules, rank: largest.rank, ranks });
  return { modules, rank: largest.rank, alpha: largest.alpha, rsLora, dora, ranks: others, scales };
}

/** The factor of the adapter's output. */
export function scalingOf({ rank, alpha }: ModuleScale, rsLora: boolean): number {
  return alpha / (rsLora ? Math.sqrt(rank) : rank);
}

/**
 * An adapter's values for a scenario, whose adapters all have one scaling: A and B are padded with zeros where the
 * scenario's ranks are larger, which stay zero in training, and B takes over the difference in scaling. The result is
 * exact up to rounding.
 * @throws LabError if the scenario lacks any of the adapter's modules, has a smaller rank, or no magnitudes for the adapter's
 */
export function startValues(adapter: ImportedAdapter, scenario: Scenario): TrainedTensors {
  const remedy = 'Add the adapter again: its scenario has the modules and the rank that it needs.';
  const tensors = new Map(adapter.tensors);
  if (adapter.scales.size === 0) return tensors;
  if (scenario.method !== 'lora')
    throw new LabError(
      `Scenario "${scenario.name}" has no LoRA modules, but the adapter it starts from.`,
      remedy,
    );
  if (adapter.dora && !scenario.dora)
    throw new LabError(
      `Scenario "${scenario.name}" is without DoRA, and the adapter it starts from has DoRA’s magnitudes.`,
      remedy,
    );
  for (const [module, scale] of adapter.scales) {
    const [, layer, component] = module.split('.');
    if (!scenario.modules[Number(layer)]?.some((own) => own === component))
      throw new LabError(
        `Scenario "${scenario.name}" does not adapt ${component} of layer ${Number(layer) + 1}, which the adapter it starts from does.`,
        remedy,
      );
    const place = component as Component; // It is one of the layer's, as was checked.
    const rank = rankOf(scenario, Number(layer), place);
    if (scale.rank > rank)
      throw new LabError(
        `Scenario "${scenario.name}" has rank ${rank}, the adapter it starts from ${scale.rank}.`,
        remedy,
      );
    const width = stackedRank(scenario, Number(layer), projectionOf(place));
    const [a, b] = [`${module}.A`, `${module}.B`];
    const factor = scalingOf(scale, adapter.rsLora) / scalingOf(scenario, scenario.rsLora);
    tensors.set(a, padRows(byName(adapter.tensors, a), width));
    tensors.set(b, padColumns(byName(adapter.tensors, b), width, factor));
  }
  return tensors;
}

type Tensor = TrainedTensors extends ReadonlyMap<string, infer T> ? T : never;

function padRows(tensor: Tensor, rows: number): Tensor {
  const width = matrixExtents(tensor).columns;
  const padded = new Float32Array(rows * width);
  padded.set(tensor.values);
  return { shape: [rows, width], values: padded };
}

function padColumns(tensor: Tensor, columns: number, factor: number): Tensor {
  const { values } = tensor;
  const { rows, columns: width } = matrixExtents(tensor);
  const padded = new Float32Array(rows * columns);
  // Indices are in range: the values are [rows, width], and width is at most `columns`.
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < width; column++)
      padded[row * columns + column] = factor * values[row * width + column]!;
  return { shape: [rows, columns], values: padded };
}

/** A scenario that trains the adapter's modules; the caller gives it a name. */
export function adapterScenario(
  { modules, rank, alpha, rsLora, dora, ranks, scales }: ImportedAdapter,
  base: Pick<LoraScenario, 'name' | 'color' | 'init'>,
): Scenario {
  if (scales.size === 0) return { ...base, method: 'classifier' };
  const variant = { ...tidyRanks({ modules, rank, ranks }), ...(dora && { dora: true as const }) };
  return { ...base, method: 'lora', modules, rank, alpha, rsLora, ...variant };
}
