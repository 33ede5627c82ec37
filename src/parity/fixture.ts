/** @file Reads the fixtures of tools/parity: what PyTorch, Transformers and PEFT computed for tiny models. */
import { padBatch, type HostBatch } from '../data/batches';
import { Sentences } from '../data/sentences';
import type { BasePrecision, Method, Schedule, Scenario } from '../experiment/experiment';
import type { Component } from '../architecture/modules';
import { paddingPosition, parseConfig, type ModelConfig } from '../architecture/config';
import type { RankedModules } from '../experiment/ranks';
import { parseSafetensors, type TensorData } from '../weights/safetensors';

interface FixtureJson {
  readonly name: string;
  readonly config: { readonly num_labels: number };
  readonly method: Method;
  readonly modules: readonly (readonly Component[])[];
  readonly rank: number;
  readonly alpha: number;
  readonly rsLora: boolean;
  /** PiSSA; left out without. */
  readonly pissa?: true;
  /** DoRA; left out without. */
  readonly dora?: true;
  /** Modules with another rank; left out if there are none. */
  readonly ranks?: readonly RankedModules[];
  /** LoRA+; A and B have one learning rate if left out. */
  readonly bRate?: number;
  /** How the frozen matrices are kept; in float32 if left out. */
  readonly base?: BasePrecision;
  readonly training: {
    readonly steps: number;
    readonly learningRate: number;
    readonly schedule: Schedule;
    readonly warmupSteps: number;
    readonly weightDecay: number;
    readonly clipNorm: number;
    readonly batchOfStep: readonly number[];
    readonly learningRates: readonly number[];
  };
  readonly batches: number;
  readonly expected: {
    readonly trainableParameters: number;
    readonly loss: number;
    readonly losses: readonly number[];
    readonly gradientNorms: readonly number[];
  };
  readonly nearZeroGradients: readonly string[];
}

export interface Fixture {
  readonly json: FixtureJson;
  readonly tensors: ReadonlyMap<string, TensorData>;
  readonly config: ModelConfig;
  readonly scenario: Scenario;
  readonly batches: readonly HostBatch[];
}

const JSONS = import.meta.glob<FixtureJson>('../../tools/parity/fixtures/*.json', { import: 'default' });
const FILES = import.meta.glob<string>('../../tools/parity/fixtures/*.safetensors', {
  query: '?url',
  import: 'default',
});

/** Names of all cases. */
export const CASES: readonly string[] = Object.keys(JSONS).map((path) =>
  path.replace(/^.*\//, '').replace(/\.json$/, ''),
);

/** @throws Error if there is no such case */
export async function loadFixture(name: string): Promise<Fixture> {
  const loadJson = JSONS[`../../tools/parity/fixtures/${name}.json`];
  const findFile = FILES[`../../tools/parity/fixtures/${name}.safetensors`];
  if (!loadJson || !findFile) throw new Error(`There is no fixture ${name}.`);
  const json = await loadJson();
  const response = await fetch(await findFile());
  const tensors = parseSafetensors(await response.arrayBuffer());
  const config = parseConfig(json.config, json.config.num_labels);
  const base = { name, color: '#000000' };
  const { method, modules, rank, alpha, rsLora, bRate, ranks, pissa, dora } = json;
  const variant = {
    ...(bRate !== undefined && { bRate }),
    ...(ranks && { ranks }),
    ...(pissa && { pissa }),
    ...(dora && { dora }),
  };
  const scenario: Scenario =
    method === 'lora' ? { ...base, method, modules, rank, alpha, rsLora, ...variant } : { ...base, method };
  const batches = Array.from({ length: json.batches }, (_, index) => hostBatch(tensors, index, config));
  return { json, tensors, config, scenario, batches };
}

/** A parameter's value before training. @param name as in the fixture's groups `weights/` and `adapters/` */
export function startValue(fixture: Fixture, name: string): Float32Array {
  const tensor = fixture.tensors.get(`adapters/${name}`) ?? fixture.tensors.get(`weights/${name}`);
  if (!(tensor?.values instanceof Float32Array)) throw new Error(`The fixture has no ${name}.`);
  return tensor.values;
}

/**
 * A fixture's adapter matrix as the engine keeps it: with rows of A, or columns of B, that are zero up to the largest rank
 * of the modules that it is stacked with.
 * @param shape the engine's shape
 */
export function filled(
  fixture: Fixture,
  name: string,
  values: Float32Array,
  shape: readonly number[],
): Float32Array {
  const own = fixture.tensors.get(`adapters/${name}`)?.shape;
  const [rows = 0, columns = 1] = own ?? shape;
  const [height = 0, width = 1] = shape;
  if (rows === height && columns === width) return values;
  const whole = new Float32Array(height * width);
  for (let row = 0; row < rows; row++)
    whole.set(values.subarray(row * columns, (row + 1) * columns), row * width);
  return whole;
}

/** The expected values at `expected/<path>`. */
export function expected(fixture: Fixture, path: string): Float32Array {
  const tensor = fixture.tensors.get(`expected/${path}`);
  if (!(tensor?.values instanceof Float32Array)) throw new Error(`The fixture has no expected/${path}.`);
  return tensor.values;
}

/** A batch of the fixture. Lengths come from the attention mask, which in one case lets a padding token through. */
function hostBatch(tensors: ReadonlyMap<string, TensorData>, index: number, config: ModelConfig): HostBatch {
  const tensorOf = (name: string): TensorData => {
    const tensor = tensors.get(`batches/${index}/${name}`);
    if (!tensor) throw new Error(`The fixture's batch ${index} has no ${name}.`);
    return tensor;
  };
  const ids = tensorOf('input_ids');
  const mask = tensorOf('attention_mask');
  const types = tensors.get(`batches/${index}/token_type_ids`)?.values;
  const labels = tensorOf('labels');
  const [batch, sequence] = ids.shape as [number, number];
  if (labels.values.length !== batch) throw new Error(`Batch ${index} has ${labels.values.length} labels.`);
  const rows = Array.from(labels.values, (label, row) => {
    const start = row * sequence;
    const attended = Array.from(mask.values.slice(start, start + sequence)).reduce(
      (sum, bit) => sum + bit,
      0,
    );
    const ofRow = (values: ArrayLike<number>): number[] => Array.from(values).slice(start, start + attended);
    return {
      ids: ofRow(ids.values),
      ...(types ? { types: ofRow(types) } : {}),
      label,
    };
  });
  const sentences = Sentences.of(rows);
  const host = padBatch(sentences, sentences.all(), batch, config);
  // In Hugging Face's RoBERTa an attended padding token has the padding position; BERT counts it as any other.
  const position = paddingPosition(config);
  host.tokens.forEach((token, at) => {
    if (token === config.padToken && position !== null) host.positions[at] = position;
  });
  return host;
}
