/** @file Exports a trained trial as a PEFT adapter folder: adapter_config.json and adapter_model.safetensors. */
import { LabError } from '../../base/errors';
import type { Component } from '../../architecture/modules';
import type { Architecture, ModelConfig } from '../../architecture/config';
import type { ModuleScale, TrainedTrial } from '../../train/trained';
import { alphaAt, rankOf } from '../../experiment/ranks';
import { parseSourceRef } from '../../sources/sourceRef';
import { fullModuleName, HEAD_MODULES, headTensorNames } from '../architecture';
import { byName, matrixExtents } from '../tensors';
import { writeSafetensors, type TensorSource } from '../writeSafetensors';
import { NO_MODULES } from './adapterConfig';
import { PEFT_PREFIX, scalingOf } from './importAdapter';

export const CONFIG_FILE = 'adapter_config.json';
export const WEIGHTS_FILE = 'adapter_model.safetensors';

interface AdaptedModule extends ModuleScale {
  readonly key: string;
  readonly fullName: string;
}

/**
 * The two files by name.
 * @throws LabError for full fine-tuning, which is no adapter
 */
export async function exportAdapter(
  trial: TrainedTrial,
  config: ModelConfig,
): Promise<ReadonlyMap<string, Blob>> {
  const json = `${JSON.stringify(adapterConfig(trial, config), null, 2)}\n`;
  return new Map([
    [CONFIG_FILE, new Blob([json], { type: 'application/json' })],
    [WEIGHTS_FILE, await writeSafetensors(adapterTensors(trial, config))],
  ]);
}

/** @throws as {@link exportAdapter} */
export function adapterConfig(trial: TrainedTrial, config: ModelConfig): Record<string, unknown> {
  const { scenario } = trial;
  const { model, training } = trial.experiment;
  if (scenario.method === 'full')
    throw new LabError(
      'Full fine-tuning trains every weight: there is no adapter to save.',
      'Save the whole model instead.',
    );
  const architecture = config.architecture;
  const modules = adaptedModules(trial, architecture);
  const lora = scenario.method === 'lora' ? scenario : { rank: 8, alpha: 8, rsLora: false, dora: false };
  const source = parseSourceRef('model', model);
  /** The modules whose rank or alpha is not the scenario's, by full name. */
  const pattern = (kind: keyof ModuleScale): Record<string, number> =>
    Object.fromEntries(
      modules
        .filter((module) => module[kind] !== lora[kind])
        .map((module) => [module.fullName, module[kind]]),
    );
  return {
    alpha_pattern: pattern('alpha'),
    auto_mapping: null,
    base_model_name_or_path: source?.kind === 'hub' ? source.repository : model,
    bias: 'none',
    exclude_modules: null,
    fan_in_fan_out: false,
    inference_mode: true,
    init_lora_weights: true,
    layers_pattern: null,
    layers_to_transform: null,
    lora_alpha: lora.alpha,
    lora_dropout: training.dropout.lora,
    modules_to_save: HEAD_MODULES[architecture],
    peft_type: 'LORA',
    r: lora.rank,
    rank_pattern: pattern('rank'),
    revision: source?.kind === 'hub' ? source.revision : null,
    // Uses full names, because the suffix output.dense would also match attention.output.dense.
    target_modules: modules.length > 0 ? modules.map(({ fullName }) => fullName) : NO_MODULES,
    task_type: 'SEQ_CLS',
    use_dora: lora.dora ?? false,
    use_rslora: lora.rsLora,
  };
}

/** The tensors of adapter_model.safetensors: A, B and magnitudes of every module with its own rank and alpha, and the head. */
export function adapterTensors(trial: TrainedTrial, config: ModelConfig): TensorSource[] {
  const architecture = config.architecture;
  const adapters = adaptedModules(trial, architecture).flatMap(({ key, fullName, rank, alpha }) => {
    const [a, b] = [byName(trial.tensors, `${key}.A`), byName(trial.tensors, `${key}.B`)];
    const magnitude = trial.tensors.get(`${key}.magnitude`);
    const [input, output] = [matrixExtents(a).columns, matrixExtents(b).rows];
    return [
      {
        name: `${PEFT_PREFIX}${fullName}.lora_A.weight`,
        shape: [rank, input],
        values: () => a.values.slice(0, rank * input),
      },
      {
        name: `${PEFT_PREFIX}${fullName}.lora_B.weight`,
        shape: [output, rank],
        values: () => cutColumns(b.values, output, rank, factorOf(trial, { rank, alpha })),
      },
      ...(magnitude
        ? [
            {
              name: `${PEFT_PREFIX}${fullName}.lora_magnitude_vector`,
              shape: [output],
              values: () => magnitude.values,
            },
          ]
        : []),
    ];
  });
  const head = headTensorNames(architecture).map(({ own, full }) => {
    const { shape, values } = byName(trial.tensors, own);
    return { name: PEFT_PREFIX + full, shape, values: () => values };
  });
  return [...adapters, ...head];
}

/** B is multiplied by this, so that the module's own scaling gives what the scenario's scaling gave. */
function factorOf({ scenario }: TrainedTrial, scale: ModuleScale): number {
  if (scenario.method !== 'lora') return 1;
  const factor = scalingOf(scenario, scenario.rsLora) / scalingOf(scale, scenario.rsLora);
  // An alpha that gives a module the scenario's scaling does so up to its last digit.
  return Math.abs(factor - 1) < 1e-12 ? 1 : factor;
}

/** The first columns of B, without those that an import padded with zeros. */
function cutColumns(values: Float32Array, rows: number, columns: number, factor: number): Float32Array {
  const width = values.length / rows;
  const cut = new Float32Array(rows * columns);
  // Indices are in range: the values have rows of `width`, which is at least `columns`.
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      cut[row * columns + column] = factor * values[row * width + column]!;
  return cut;
}

function adaptedModules({ scenario, scales }: TrainedTrial, architecture: Architecture): AdaptedModule[] {
  if (scenario.method !== 'lora') return [];
  return scenario.modules.flatMap((components: readonly Component[], layer) =>
    components.map((component) => {
      const key = `layer.${layer}.${component}`;
      const own = rankOf(scenario, layer, component);
      const { rank, alpha } = scales.get(key) ?? { rank: own, alpha: alphaAt(scenario, own) };
      return { key, fullName: fullModuleName(architecture, layer, component), rank, alpha };
    }),
  );
}
