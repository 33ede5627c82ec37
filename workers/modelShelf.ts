/** @file What stays of a model between trials and runs: its description, its weights, and those on the device. */
import type { Backend } from '../src/backend/select';
import { createTokenizer, type Tokenizer } from '../src/data/tokenizer';
import { LabError } from '../src/errors';
import type { BasePrecision, Scenario } from '../src/experiment/experiment';
import { parseConfig, type ModelConfig } from '../src/model/config';
import { readsFrozen, type FrozenWeights } from '../src/model/model';
import { parseSourceRef } from '../src/sources/sourceRef';
import { readEncoderWeights, type EncoderWeights } from '../src/weights/encoderWeights';
import { fetchFile, fetchJson } from '../src/weights/fetchFile';
import { disposeWeights, placeWeights } from '../src/weights/placeWeights';
import type { LoadOptions } from './loadOptions';

/** A model without its weights: what token ids and memory depend on. */
export interface ModelDescription {
  readonly id: string;
  readonly config: ModelConfig;
  /** config.json as it was read. */
  readonly configJson: unknown;
  readonly tokenizer: Tokenizer;
}

export interface LoadedModel extends ModelDescription {
  readonly weights: EncoderWeights;
}

export class ModelShelf {
  private description: ModelDescription | null = null;
  private model: LoadedModel | null = null;
  private onDevice: {
    backend: Backend;
    modelId: string;
    precision: BasePrecision;
    frozen: FrozenWeights;
  } | null = null;

  /** @throws LabError naming the file that cannot be used; the signal's reason if it aborts */
  async describe(id: string, { baseUrl, signal }: LoadOptions): Promise<ModelDescription> {
    if (this.description?.id === id) return this.description;
    const folder = modelFolder(baseUrl, id);
    const [config, tokenizer, tokenizerConfig] = await Promise.all(
      ['config.json', 'tokenizer.json', 'tokenizer_config.json'].map((file) =>
        fetchJson(folder + file, { signal }),
      ),
    );
    this.description = {
      id,
      config: parseConfig(config),
      configJson: config,
      tokenizer: createTokenizer(tokenizer, tokenizerConfig),
    };
    return this.description;
  }

  /** @throws as describe does */
  async load(id: string, options: LoadOptions): Promise<LoadedModel> {
    if (this.model?.id === id) return this.model;
    const description = await this.describe(id, options);
    const file = await fetchFile(`${modelFolder(options.baseUrl, id)}model.safetensors`, {
      signal: options.signal,
      onProgress: (received, total) => options.onBytes(received, total ?? received),
    });
    this.model = { ...description, weights: readEncoderWeights(file, description.config) };
    return this.model;
  }

  /** The encoder's weights on the backend's device; they stay there until a scenario does not read them. */
  place(model: LoadedModel, backend: Backend, precision: BasePrecision, scenario: Scenario): FrozenWeights {
    const { onDevice } = this;
    if (!readsFrozen(scenario)) {
      if (onDevice) disposeWeights(onDevice.frozen);
      this.onDevice = null;
      return new Map();
    }
    if (onDevice?.backend === backend && onDevice.modelId === model.id && onDevice.precision === precision)
      return onDevice.frozen;
    if (onDevice) disposeWeights(onDevice.frozen);
    const packs = backend.ops.name === 'webgpu';
    const frozen = placeWeights(model.config, (name) => model.weights.get(name)!, { precision, packs });
    this.onDevice = { backend, modelId: model.id, precision, frozen };
    return frozen;
  }
}

function modelFolder(baseUrl: string, id: string): string {
  const source = parseSourceRef('model', id);
  if (source?.kind !== 'embedded')
    throw new LabError(
      `The model ${id} does not come with the lab.`,
      'Choose one of the models in the list.',
    );
  return `${baseUrl}models/${source.name}/`;
}
